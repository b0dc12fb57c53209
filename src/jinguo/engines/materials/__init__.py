"""Check what people hand in — working photos (工作照), videos (短视频), documents and scans — against what
was asked.

A file and a :class:`MaterialSpec` go in, findings come out: what was demanded, what was found; the sentence
that also says what to do is :func:`jinguo.phrases.say`. A file is judged by its content, never by its name;
headers are read before anything is decoded, and what the checks may spend stands in
:mod:`jinguo.engines.materials.limits`.

Sources: ISO/IEC 10918-1 (JPEG), EXIF 2.32 (orientation, position), ISO/IEC 15948 (PNG), ISO/IEC 14496-12
(MP4 boxes, display matrix), ISO 32000 (PDF actions), ISO/IEC 29500 (Office), [MS-CFB] (old Office).

>>> import tempfile, pathlib
>>> from PIL import Image
>>> photo = pathlib.Path(tempfile.mkdtemp(), "工作照.jpg")
>>> Image.new("RGB", (800, 600), "teal").save(photo, "PNG")
>>> spec = MaterialSpec(kind="photo", formats=("jpg",), min_pixels=1024 * 1024)
>>> for finding in check_material(photo, spec).findings:
...     print(finding.code, finding.params["demanded"], finding.params["found"])
file_misnamed JPG PNG
too_few_pixels 1048576 480000
"""

from jinguo.engines.materials.checking import MaterialReport, check_count, check_material, facts_of
from jinguo.engines.materials.showing import display_image, poster_frame
from jinguo.engines.materials.sniffing import FileType, sniff
from jinguo.engines.materials.spec import MaterialSpec

__all__ = [
    "FileType",
    "MaterialReport",
    "MaterialSpec",
    "check_count",
    "check_material",
    "display_image",
    "facts_of",
    "poster_frame",
    "sniff",
]
