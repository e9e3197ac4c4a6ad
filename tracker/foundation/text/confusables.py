"""Characters that look like a Latin letter or a digit, from Unicode's list of confusable characters.

Generated once from confusables.txt of Unicode 15.1 (https://www.unicode.org/Public/security/15.1.0/): only
single letters and figures whose look-alike is ASCII, and only those that Unicode's own normalisation (NFKC)
does not turn into that letter anyway. The full list has 6,000 entries for every script; a dependency for
these few hundred would be larger than the table, and names need no more. Copyright 1991-2023 Unicode, Inc.;
used under the Unicode License v3, https://www.unicode.org/license.txt.
"""

# fmt: off
CONFUSABLES = {
    "2": "ƧϨᒿꙄꛯꝚ",
    "3": "ƷȜЗӠⳌꝪꞫ\U000118ca\U00016f3b",
    "4": "Ꮞ\U000118af",
    "5": "Ƽ\U000118bb",
    "6": "бᏮⳒ\U000118d5",
    "7": "\U000104d2\U000118c6",
    "8": "Ȣȣ৪੪\U0001031a",
    "9": "৭੧୨൭ⳊꝮ\U000118ac\U000118cc\U000118d6",
    "A": "ΑАᎪᗅꓮ\U000102a0\U00016f40",
    "a": "ɑαа",
    "B": "ΒВᏴᗷꓐꞴ\U00010282\U000102a1\U00010301",
    "b": "ƄЬᏏᑲᖯ",
    "C": "СᏟⲤꓚ\U000102a2\U00010302\U00010415\U0001051c\U000118e9\U000118f2",
    "c": "сᴄⲥꮯ\U0001043d",
    "D": "Ꭰᗞᗪꓓ",
    "d": "ԁᏧᑯꓒ",
    "E": "ΕЕᎬⴹꓰ\U00010286\U000118a6\U000118ae",
    "e": "еҽꬲ",
    "F": "ϜᖴꓝꞘ\U00010287\U000102a5\U00010525\U000118a2\U000118c2",
    "f": "քẝꞙꬵ",
    "G": "ԌᏀᏳꓖ",
    "g": "ƍɡցᶃ",
    "H": "ΗНᎻᕼⲎꓧ\U000102cf",
    "h": "һհᏂ",
    "i": "ıɩɪιіӏᎥꙇꭵ\U000118c3",
    "J": "ͿЈᎫᒍꓙꞲ",
    "j": "ϳј",
    "K": "ΚКᏦᛕⲔꓗ\U00010518",
    "L": "ᏞᒪⳐꓡ\U0001041b\U00010526\U000118a3\U000118b2\U00016f16",
    "l": "ƖǀΙІӀ۱ᛁⲒⵏꓲ\U0001028a\U00010309\U00010320\U00016f28",
    "M": "ΜϺМᎷᗰᛖⲘꓟ\U000102b0\U00010311",
    "N": "ΝⲚꓠ\U00010513",
    "n": "ոռ",
    "O": "ΟОՕ০ଠ୦ዐⲞⵔ〇ꓳ\U00010292\U000102ab\U00010404\U000104c2\U00010516\U000114d0\U000118b5\U000118e0",
    "o": "οσоօ۵०੦૦௦౦೦ഠ൦๐໐ဝ၀ჿᴏᴑⲟꬽ\U0001042c\U000104ea\U000118c8\U000118d7",
    "P": "ΡРᏢᑭⲢꓑ\U00010295",
    "p": "ρрⲣ",
    "Q": "ⵕ",
    "q": "ԛգզ",
    "R": "ƦᎡᏒᖇꓣ\U000104b4\U00016f35",
    "r": "гᴦⲅꭇꭈꮁ",
    "S": "ЅՏᏕᏚꓢ\U00010296\U00010420\U00016f3a",
    "s": "ƽѕꜱꮪ\U00010448\U000118c1",
    "T": "ΤТᎢⲦꓔ\U00010297\U000102b1\U00010315\U000118bc\U00016f0a",
    "U": "Սሀᑌꓴ\U000104ce\U000118b8\U00016f42",
    "u": "ʋυսᴜꞟꭎꭒ\U000104f6\U000118d8",
    "V": "Ѵ۷Ꮩᐯⴸꓦꛟ\U0001051d\U000118a0\U00016f08",
    "v": "νѵᴠꮩ\U00011706\U000118c0",
    "W": "ԜᎳᏔꓪ\U000118e6\U000118ef",
    "w": "ɯѡԝաᴡꮃ\U0001170a\U0001170e\U0001170f",
    "X": "ΧХᚷⲬⵝꓫꞳ\U00010290\U000102b4\U00010317\U00010322\U00010527\U000118ec",
    "x": "хᕁᕽ",
    "Y": "ΥУҮᎩᎽⲨꓬ\U000102b2\U000118a4\U00016f43",
    "y": "ɣʏγуүყᶌỿꭚ\U000118dc",
    "Z": "ΖᏃꓜ\U000102f5\U000118a9\U000118e5",
    "z": "ᴢꮓ\U000118c4",
}
# fmt: on
"""Latin letter or digit: the characters that look like it."""

TO_LATIN = str.maketrans({letter: latin for latin, letters in CONFUSABLES.items() for letter in letters})
