"""Pictures made for tests."""

from rhapsode import ffmpeg

CODERS = {
    "jpeg": ("mjpeg", "image2pipe"),
    "png": ("png", "image2pipe"),
    "gif": ("gif", "gif"),
    "webp": ("libwebp", "webp"),
}


def picture(kind: str, size: str, colour: str = "red", *, source: str = "color", frames: int = 1) -> bytes:
    """A picture of ffmpeg's `source`, by default all of one colour, `size` as `WIDTHxHEIGHT`."""
    coder, form = CODERS[kind]
    drawn = f"color={colour}:size={size},format=rgba" if source == "color" else f"{source}=size={size}"
    return ffmpeg.run(["-f", "lavfi", "-i", drawn, "-frames:v", str(frames), "-c:v", coder, "-f", form, "pipe:1"])
