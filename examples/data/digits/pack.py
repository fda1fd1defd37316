"""Makes `digits.txt` of the copy of the digits that a wheel of scikit-learn holds.

    python pack.py scikit_learn-1.9.1-....whl

A line of `digits.txt` is one image: 64 characters, row by row, for the pixels (`0` is white, `g`
is 16, ink all over), a space, and the digit that was written.
"""

import gzip
import pathlib
import sys
import zipfile

SHADES = "0123456789abcdefg"

with zipfile.ZipFile(sys.argv[1]) as wheel:
    rows = gzip.decompress(wheel.read("sklearn/datasets/data/digits.csv.gz")).decode()

lines = []
for row in rows.splitlines():
    *pixels, label = map(int, row.split(","))
    assert len(pixels) == 64 and 0 <= label <= 9, row
    lines.append("".join(SHADES[pixel] for pixel in pixels) + f" {label}\n")
assert len(lines) == 1797, len(lines)
pathlib.Path(__file__).with_name("digits.txt").write_text("".join(lines), newline="\n")
