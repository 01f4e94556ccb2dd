"""rhapsode: turns an article into one narrated track with a chapter per section.

    from rhapsode.pipeline import Request, render
    track = render(Request("article.txt"), Path("article.mp3"))

`render` is the front of the library; `Master` in `rhapsode.mixing` shapes the finished file, and the values that come
back are in `rhapsode.model`.
"""

__version__ = "0.1.0"
