"""A full name and a shorter one -> whether the shorter is put together from characters of the full one.

中国|机械|工业|集团 -> 国机集团, 中国|环境|与|发展|国际|合作|委员会 -> 国合会, 某某斯坦|议会|上院 -> 某议会上院. Each
character of the short name opens or closes a word of the full name, in order; the last one is of its last word, and
something must really be abbreviated: 中国银行 is made of whole words, so it is not 中国工商银行.
"""

from __future__ import annotations

from kg.lexicon.words import Lexicon

_COUNTRY = "中国"
_LONGEST = 8


def abbreviates(short: str, full: str, tail: str, lexicon: Lexicon) -> bool:
    """Whether ``short`` may be said for ``full``; ``tail`` is a legal form at the end of ``full`` that need not count.

    >>> # abbreviates("国机集团", "中国机械工业集团有限公司", "集团有限公司", lexicon) -> True
    """
    if not 2 <= len(short) <= _LONGEST or len(full) < len(short) + 2 or short[0] not in full:
        return False
    if full.startswith(short) or full.endswith(short) or lexicon.is_country_pair(short):
        return False
    place = lexicon.gazetteer.starts_with_place(short)
    if not full.startswith(short[:place]):
        return False  # 中国分公司 is not 中铁联合国际…分公司
    head = next((short[at:] for at in range(1, len(short) - 1) if short[at:] in lexicon.heads), "")
    core = full.removesuffix(tail) if len(full) - len(tail) > 1 else full
    for name in dict.fromkeys((full, core + ("集团" if "集团" in tail else ""), core)):
        if len(name) <= len(short) or not name.endswith(head):
            continue
        words = _part(name, lexicon)
        ends = (words[-1][0], words[-1][-1]) if len(short) == 2 else (words[-1][-1],)  # 浙大 of 浙江|大学
        if short[-1] in ends and _spells(short, words, lexicon):
            return True
    return False


def _part(name: str, lexicon: Lexicon) -> list[str]:
    """jieba's words, the long ones cut into shorter words that it knows too: 中国科学院 -> 中国|科学院."""
    parts: list[str] = []
    for start, end in lexicon.words(name):
        parts += _part_word(name[start:end], lexicon)
    return parts


def _part_word(word: str, lexicon: Lexicon) -> list[str]:
    if len(word) < 4:
        return [word]
    best: dict[int, list[str]] = {0: []}  # the fewest words up to an offset
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - 4), end - 1):
            piece = word[start:end]
            if start in best and piece != word and lexicon.is_common_word(piece):
                found = [*best[start], piece]
                if end not in best or len(found) < len(best[end]):
                    best[end] = found
    parts = best.get(len(word), [word])
    halves = [half for part in parts for half in ((part[:2], part[2:]) if len(part) == 4 else (part,))]
    return halves if all(map(lexicon.is_common_word, halves)) else parts


def _spells(short: str, words: list[str], lexicon: Lexicon) -> bool:
    """Every character is the first or last of a word (or the word is there whole), few words are skipped.

    A short name of two characters begins with the full name's first word (places apart) and skips none:
    上药 of 上海|医药, 残联 of 中国|残疾人|联合会.
    """
    places = 0
    while places < len(words) - 1 and lexicon.gazetteer.is_place(words[places]):
        places += 1
    free = len(short) > 2  # it may begin, and skip words, anywhere
    most = len(short) + 1 if free else 0
    last = len(words) - 1
    # (characters used, words skipped since the first was used, whether something was abbreviated)
    states: set[tuple[int, int, bool]] = {(0, 0, False)}
    for at, word in enumerate(words):
        following: set[tuple[int, int, bool]] = set()
        for used, skipped, cut in states:
            if used or free or at < places:
                following.add((used, skipped + (1 if used else 0), cut))
            if short.startswith(word, used):
                following.add((used + len(word), skipped, cut))
            ends = (word[0], word[-1]) if word == _COUNTRY or used or len(word) > 1 else (word[0],)
            if len(word) > 1 and short[used] in ends:
                following.add((used + 1, skipped, True))
            if len(word) > 2 and short[used : used + 2] in (word[:2], word[0] + word[-1]):
                following.add((used + 2, skipped, True))  # 委会 of 委员会
        if at == last:
            whole = [cut for used, skipped, cut in following if used == len(short) and skipped <= most]
            return bool(whole) and all(whole)  # not 中国文字博物馆 of 中国|语言|文字|数字|博物馆: words left out
        states = {state for state in following if state[0] < len(short) and state[1] <= most}
    return False
