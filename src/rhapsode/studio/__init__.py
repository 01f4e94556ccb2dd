"""The studio: a page in the browser of this machine on which a link, a text or a file becomes a track on the shelf.

`studio_server.application` is the page and what it asks for; it calls what the command line calls. A source is kept
(`kept_sources`) from when it is looked at until its track is made, what is to be made waits in one queue on the disk
(`render_queue`), and what is made lies in a folder that `rhapsode serve` shows just so (`shelf_tracks`).
"""
