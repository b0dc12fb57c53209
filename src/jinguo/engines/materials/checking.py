"""A file against a spec."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinguo.engines.materials import pictures, sniffing
from jinguo.engines.materials.sniffing import FileType, sniff
from jinguo.engines.materials.spec import MaterialSpec, canonical_format
from jinguo.reasons import Reason, Verdict

_CONVERT_TO = {"picture": "JPG", "video": "MP4", "document": "DOCX / PDF", "archive": "DOCX / PDF"}
_CHECKED = frozenset({"jpg", "png", "mp4", "mov", "pdf", "docx", "xlsx", "pptx", "txt"})
_SAME_CONTENT = {
    "doc": frozenset({"doc", "dot", "wps", "wpt"}),
    "xls": frozenset({"xls", "xlt", "et", "ett"}),
    "ppt": frozenset({"ppt", "pps", "dps", "dpt"}),
    "mkv": frozenset({"mkv", "webm"}),
    "mpg": frozenset({"mpg", "mpeg", "vob"}),
    "heic": frozenset({"heic", "heif"}),
    "odt": frozenset({"odt", "ods", "odp"}),
    "wmv": frozenset({"wmv", "asf", "wma"}),
    "txt": frozenset({"txt", "csv", "md", "log"}),
}
_MS = 0.001  # durations are kept in microseconds and rounded by encoders


@dataclass(frozen=True, slots=True)
class MaterialReport:
    """What was found in one file. ``facts`` are plain values: format, bytes, width, height, pixels,
    rotation, duration_s, codec, pages, has_location, … as far as they could be read."""

    findings: tuple[Reason, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def ok(self) -> bool:
        """No finding is an error; warnings are for people to weigh."""
        return all(finding.severity != "error" for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        return {"ok": self.ok, "findings": [r.as_json() for r in self.findings], "facts": dict(self.facts)}


def check_material(path: Path | str, spec: MaterialSpec, *, filename: str | None = None) -> MaterialReport:
    """Check one file. ``filename`` is the name the person gave, where the file is stored under another.

    Raises:
        OSError: the file cannot be read at all.
    """
    path = Path(path)
    name = filename if filename is not None else path.name
    size = path.stat().st_size
    found = sniff(path)
    facts: dict[str, Any] = {"bytes": size, "format": found.suffix, "mime": found.mime}
    if size == 0:
        return MaterialReport((Reason.error("file_empty"),), MappingProxyType(facts))
    findings = [*_format(spec, found, name), *_bytes(spec, size)]
    if not any(finding.code == "web_page_disguised" for finding in findings):
        findings += _content(path, spec, found, facts)
        findings += _demands(spec, facts)
    return MaterialReport(tuple(findings), MappingProxyType(facts))


def facts_of(path: Path | str) -> dict[str, Any]:
    """What a picture or a video tells of itself — width and height as shown, rotation, duration_s, codec, has_location —
    without asking whether it is whole: a picture's head is read, of a video one frame. Empty for all else.

    Raises:
        OSError: the file cannot be read at all.
    """
    path = Path(path)
    facts: dict[str, Any] = {}
    suffix = sniff(path).suffix
    if suffix in pictures.READABLE:
        pictures.measure(path, suffix, facts)
    elif suffix in ("mp4", "mov"):
        from jinguo.engines.materials import videos  # FFmpeg is loaded with the first video

        list(videos.read_video(path, facts))
    return facts


def check_count(n: int, spec: MaterialSpec) -> Verdict:
    """Whether ``n`` files are enough and not too many. What is not required may be absent altogether."""
    if n == 0 and spec.min_count > 0:
        return Verdict.of(
            not spec.required, "material_missing", demanded=spec.min_count, found=0, label=spec.label
        )
    if n < spec.min_count:
        return Verdict.no("too_few_files", demanded=spec.min_count, found=n, label=spec.label)
    if spec.max_count is not None and n > spec.max_count:
        return Verdict.no("too_many_files", demanded=spec.max_count, found=n, label=spec.label)
    return Verdict.yes()


def _format(spec: MaterialSpec, found: FileType, name: str) -> Iterator[Reason]:
    demanded = [suffix.upper() for suffix in spec.accepted]
    claimed = canonical_format(Path(name).suffix) if Path(name).suffix else ""
    if found.family == "web":
        yield Reason.error("web_page_disguised", demanded=demanded, found=found.name)
    elif found is sniffing.UNKNOWN:
        yield Reason.error("format_unknown", demanded=demanded, found=claimed.upper() or "?")
    elif found is sniffing.ENCRYPTED_OFFICE:
        yield Reason.error("office_encrypted")
    elif found.suffix == "zip" and claimed in ("docx", "xlsx", "pptx"):
        yield Reason.error("office_unreadable")
    elif (
        found.suffix
        and claimed in spec.accepted
        and not {found.suffix, *_names_of(found)} & set(spec.accepted)
    ):
        yield Reason.error("file_misnamed", demanded=claimed.upper(), found=found.name, suffix=claimed)
    elif found.suffix not in _CHECKED:
        yield _kept_as_attachment(spec, found, claimed)
    elif found.suffix not in spec.accepted:
        yield Reason.error("format_not_accepted", demanded=demanded, found=found.name)
    elif claimed and not _named_rightly(found, claimed):
        yield Reason.warning("file_suffix_differs", demanded=found.suffix, found=claimed, name=found.name)


def _kept_as_attachment(spec: MaterialSpec, found: FileType, claimed: str) -> Reason:
    """Formats that units really send but that nobody can check: kept, with the advice what to send
    instead."""
    named = claimed if _named_rightly(found, claimed) else found.suffix or claimed
    listed = bool({named, found.suffix} & set(spec.accepted))
    wanted = spec.formats or (_CONVERT_TO.get(found.family, "PDF"),)
    if found is sniffing.OLE:
        named = claimed or "ole"
    values = {"demanded": [suffix.upper() for suffix in wanted], "found": named.upper() or found.name}
    if listed:
        values["demanded"] = [_CONVERT_TO.get(found.family, "PDF")]
    return Reason("format_cannot_be_checked", values, "warning" if listed else "error")


def _named_rightly(found: FileType, claimed: str) -> bool:
    return claimed == found.suffix or claimed in _names_of(found)


def _names_of(found: FileType) -> frozenset[str]:
    return _SAME_CONTENT.get(found.suffix, frozenset())


def _bytes(spec: MaterialSpec, size: int) -> Iterator[Reason]:
    if spec.max_bytes is not None and size > spec.max_bytes:
        yield Reason.error("file_too_large", demanded=spec.max_bytes, found=size)
    if spec.min_bytes is not None and size < spec.min_bytes:
        if spec.min_bytes_is_warning:
            yield Reason.warning("file_rather_small", demanded=spec.min_bytes, found=size)
        else:
            yield Reason.error("file_too_small", demanded=spec.min_bytes, found=size)


def _content(path: Path, spec: MaterialSpec, found: FileType, facts: dict[str, Any]) -> Iterator[Reason]:
    """The libraries for videos and for PDF are large: they are loaded with the first such file."""
    suffix = found.suffix
    if suffix in pictures.READABLE:
        yield from pictures.read_picture(path, suffix, facts, ask_id_photo=spec.not_id_photo)
        return
    if suffix in ("mp4", "mov"):
        from jinguo.engines.materials import videos  # FFmpeg is loaded with the first video

        yield from videos.read_video(path, facts)
        return
    from jinguo.engines.materials import documents  # and the PDF library with the first document

    if suffix == "pdf":
        yield from documents.read_pdf(path, facts)
    elif suffix in ("docx", "xlsx", "pptx"):
        yield from documents.read_office(path)
    elif found.mime == sniffing.OLE.mime or suffix in ("doc", "xls", "ppt"):
        yield from documents.read_ole(path)


def _demands(spec: MaterialSpec, facts: dict[str, Any]) -> Iterator[Reason]:
    for demand in _DEMANDS:
        yield from demand(spec, facts)


def _pixels(spec: MaterialSpec, facts: dict[str, Any]) -> Iterator[Reason]:
    if "pixels" not in facts:
        return
    width, height = facts["width"], facts["height"]
    if spec.min_pixels is not None and facts["pixels"] < spec.min_pixels:
        yield Reason.error(
            "too_few_pixels", demanded=spec.min_pixels, found=facts["pixels"], width=width, height=height
        )
    if _is_turned(spec, width, height):
        width, height = height, width  # the shape is told of by itself; turned, is it large enough?
    narrow = spec.min_width is not None and width < spec.min_width
    low = spec.min_height is not None and height < spec.min_height
    if spec.min_width and spec.min_height and (narrow or low):
        demanded = f"{spec.min_width}×{spec.min_height}"
        yield Reason.error("resolution_too_low", demanded=demanded, found=f"{width}×{height}")
    elif narrow:
        yield Reason.error("width_too_small", demanded=spec.min_width, found=width)
    elif low:
        yield Reason.error("height_too_small", demanded=spec.min_height, found=height)


def _shape(spec: MaterialSpec, facts: dict[str, Any]) -> Iterator[Reason]:
    if "width" not in facts:
        return
    width, height, ratio = facts["width"], facts["height"], spec.ratio
    shape = f"{width}×{height}"
    lies, demanded = _lies(width, height), _demanded_orientation(spec)
    if demanded is not None and lies != demanded and (spec.orientation or "square" not in (lies, demanded)):
        yield Reason.error(
            "orientation_differs",
            demanded=f"orientation_{demanded}",
            found=f"orientation_{lies}",
            shape=shape,
        )
        if ratio is None or _near(height / width, ratio, spec.aspect_tolerance):
            return  # turning it is all that is needed
    if ratio is not None and not _near(width / height, ratio, spec.aspect_tolerance):
        yield Reason.error(
            "aspect_differs", demanded=spec.aspect, found=_common_name(width, height), shape=shape
        )


def _demanded_orientation(spec: MaterialSpec) -> str | None:
    """16:9 asks for landscape as well, unless the spec says otherwise."""
    if spec.orientation is not None or spec.aspect is None:
        return spec.orientation
    across, down = spec.aspect.split(":")
    return _lies(int(across), int(down))


def _is_turned(spec: MaterialSpec, width: int, height: int) -> bool:
    return {_lies(width, height), _demanded_orientation(spec)} == {"landscape", "portrait"}


def _lies(width: int, height: int) -> str:
    if width == height:
        return "square"
    return "landscape" if width > height else "portrait"


def _near(found: float, demanded: float, tolerance: float) -> bool:
    return abs(found / demanded - 1) <= tolerance + 1e-9


def _common_name(width: int, height: int) -> str:
    """4:3 where it is 4:3 within a hundredth, otherwise 1.37:1."""
    for across, down in ((16, 9), (4, 3), (3, 2), (1, 1), (9, 16), (3, 4), (2, 3), (21, 9), (16, 10), (5, 4)):
        if _near(width / height, across / down, 0.01):
            return f"{across}:{down}"
    return f"{width / height:.2f}:1"


def _length(spec: MaterialSpec, facts: dict[str, Any]) -> Iterator[Reason]:
    seconds = facts.get("duration_s")
    if seconds is None or spec.max_duration_s is None or seconds <= spec.max_duration_s + _MS:
        return
    # upwards, so that 90.04 s is never told as "1 min 30 s, at most 1 min 30 s"
    shown = math.ceil(round(seconds * 10, 4)) / 10
    yield Reason.error("video_too_long", demanded=spec.max_duration_s, found=shown)


def _pages(spec: MaterialSpec, facts: dict[str, Any]) -> Iterator[Reason]:
    pages = facts.get("pages")
    if pages is not None and spec.max_pages is not None and pages > spec.max_pages:
        yield Reason.error("too_many_pages", demanded=spec.max_pages, found=pages)


_DEMANDS: tuple[Callable[[MaterialSpec, dict[str, Any]], Iterator[Reason]], ...] = (
    _pixels,
    _shape,
    _length,
    _pages,
)
