"""Make the two fonts of the browser tests from DejaVu Sans: one narrower, one wider than any font a reader has.

Needs fonttools, which the tests do not: `uv run --with fonttools tests/fonts/make.py /usr/share/fonts/truetype/dejavu`.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

CHARACTERS = [*range(0x20, 0x180), *range(0x384, 0x400), *range(0x400, 0x460), *range(0x5D0, 0x5F3),
              *range(0x610, 0x660), *range(0x2010, 0x2070), 0x20AC, *range(0x2190, 0x21A0), 0x2318]  # fmt: skip
FONTS = {"narrow": ("DejaVuSans.ttf", 0.66), "wide": ("DejaVuSans-Bold.ttf", 1.15)}


def stretch(font, factor):
    """Make every glyph `factor` times as wide."""
    glyphs, metrics = font["glyf"], font["hmtx"].metrics
    for name in font.getGlyphOrder():
        glyph = glyphs[name]
        if glyph.isComposite():
            for part in glyph.components:
                part.x = round(part.x * factor)
        elif glyph.numberOfContours > 0:
            glyph.coordinates.scale((factor, 1))
            glyph.coordinates.toInt()
        glyph.recalcBounds(glyphs)
        metrics[name] = (round(metrics[name][0] * factor), getattr(glyph, "xMin", 0))


def rename(font, family):
    names = {1: family, 2: "Regular", 3: family, 4: family, 6: family.replace(" ", "")}
    for number in (16, 17, 21, 22):
        font["name"].removeNames(nameID=number)
    for number, words in names.items():
        font["name"].removeNames(nameID=number)
        font["name"].setName(words, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass, font["OS/2"].fsSelection, font["head"].macStyle = 400, 0x40, 0


def make(source, factor, family, target):
    font = TTFont(source, recalcTimestamp=False)
    options = Options(hinting=False, layout_features=[], name_IDs=[0, 13], notdef_outline=True)
    options.drop_tables += ["FFTM"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    stretch(font, factor)
    rename(font, family)
    font.save(target)


if __name__ == "__main__":
    for name, (file, factor) in FONTS.items():
        target = Path(__file__).parent / name / f"{name}.ttf"
        target.parent.mkdir(exist_ok=True)
        make(Path(sys.argv[1]) / file, factor, f"Footbridge {name.capitalize()}", target)
