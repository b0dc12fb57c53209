"""What the checks are willing to spend on one file, so that no upload can take the machine.

Everything is decided from headers first; only what stays under these numbers is decoded. Time inside the C
libraries (libjpeg, FFmpeg, zlib) cannot be interrupted from Python: whoever wants a hard stop runs the
check in a process of its own (``jinguo check-material``) with a time-out and RLIMIT_AS.
"""

BASELINE_JPEG_PIXELS = 220_000_000
"""A baseline JPEG is decoded at an eighth of its size: the largest phone pictures (200 MP) cost some 10
MiB."""

DECODED_PIXELS = 64_000_000
"""PNG and progressive JPEG are held whole in memory: at most some 256 MiB."""

VIDEO_FRAME_PIXELS = 8192 * 4608
"""8K with room; one frame is decoded, never more."""

VIDEO_INDEX_BYTES = 64 << 20
"""The moov box is read into memory by every player. Three hours of video need about 10 MiB."""

VIDEO_OPEN_SECONDS = 10.0

ARCHIVE_ENTRIES = 10_000
ARCHIVE_BYTES = 512 << 20
"""Sum of the unpacked sizes in an Office file."""

ARCHIVE_RATIO = 200
"""Unpacked to packed, counted from 16 MiB unpacked upwards; deflate's own limit is 1032."""

ARCHIVE_RATIO_FROM = 16 << 20
ARCHIVE_PART_BYTES = 4 << 20
"""A part (relations, content types) larger than this is not read."""

PDF_BYTES = 512 << 20
PDF_OBJECTS = 100_000
"""Objects of a PDF that are searched for scripts."""
