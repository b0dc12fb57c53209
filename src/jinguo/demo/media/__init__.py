"""Photos, videos and scans of the demo, drawn and encoded on the spot; good ones, and ones broken on purpose.

Nobody on them exists. The same seed gives the same bytes (videos: the same pictures).

>>> photo(1, "laboratory", (64, 48)) == photo(1, "laboratory", (64, 48))
True
"""

from jinguo.demo.media.films import truncated_video, turned_video, video, video_without_index
from jinguo.demo.media.hostile import bomb_png, document, macro_document, page_as_jpg, zip_bomb
from jinguo.demo.media.photos import (
    id_photo,
    photo,
    photo_turned_by_exif,
    photo_with_location,
    png_as_jpg,
    small_photo,
    truncated_photo,
)
from jinguo.demo.media.scans import stamped_scan
from jinguo.demo.media.scenes import SCENES

__all__ = [
    "SCENES",
    "bomb_png",
    "document",
    "id_photo",
    "macro_document",
    "page_as_jpg",
    "photo",
    "photo_turned_by_exif",
    "photo_with_location",
    "png_as_jpg",
    "small_photo",
    "stamped_scan",
    "truncated_photo",
    "truncated_video",
    "turned_video",
    "video",
    "video_without_index",
    "zip_bomb",
]
