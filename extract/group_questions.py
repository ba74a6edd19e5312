"""A group's page in, claims on its research questions and on the events it tells of out."""

import re
from collections.abc import Iterator, Sequence

from extract.blocks import Block
from extract.claims import Claim, View
from extract.fields.sections import find_sections, split_sentences, where
from extract.group_words import GROUP_LABELS
from extract.records import ResearchQuestion

_CHALLENGES = re.compile(
    r"^(?:challenges?|herausforderung(?:en)?|défis?|desafíos?|sfide"
    r"|uitdaging(?:en)?)\s*:\s*(?=\S)",
    re.I,
)
_OUTPUT = re.compile(
    r"^(?:example outputs?|outcomes?|expected outputs?|outputs?|beispielergebnis(?:se)?"
    r"|exemple de résultat)\s*:\s*(?=\S)",
    re.I,
)
MAX_QUESTION = 330  # characters of a block that is nothing but a question


def find_questions(view: View) -> Iterator[Claim]:
    """Claims on `research_questions`: with "Challenges:" lines, else runs of plain questions."""
    labelled = list(_challenged(view.body))
    yield from labelled or _plain(view)


def _challenged(body: Sequence[Block]) -> Iterator[Claim]:
    for i, block in enumerate(body):
        challenge = _CHALLENGES.match(block.text)
        if not challenge:
            continue
        before = body[i - 1] if i else None
        after = body[i + 1] if i + 1 < len(body) else None
        question = before.text if before and before.text.endswith("?") and len(before.text) <= MAX_QUESTION else None
        output = _OUTPUT.match(after.text) if after else None
        lines = [question, block.text, after.text if after and output else None]
        value = ResearchQuestion(
            question=question,
            challenges=block.text[challenge.end() :],
            example_output=after.text[output.end() :] if after and output else None,
        )
        yield Claim(
            "research_questions",
            value,
            "\n".join(line for line in lines if line),
            "text",
            "challenges",
            0.7,
            where(block),
        )


def _plain(view: View) -> Iterator[Claim]:
    """At least two blocks in a row that are questions, or whose last sentence is their only one."""
    for section in find_sections(view.body, lambda name: GROUP_LABELS.get(name) == "research_questions"):
        found = [block for block in section.blocks if block.text.endswith("?")]
        if found:
            yield from (_question(block.text, block) for block in found)
            return
    run: list[tuple[str, Block]] = []
    for block in [*view.body, Block("")]:
        question = _asked(block)
        if question:
            run.append((question, block))
            continue
        if len(run) >= 2:
            yield from (_question(text, where_from) for text, where_from in run)
            return
        run = []


def _asked(block: Block) -> str:
    """The block if it is nothing but questions and short, its last sentence if that is the only question; else ""."""
    if not block.text.endswith("?") or block.heading:
        return ""
    sentences = list(split_sentences(block.text[:3000]))
    asked = [sentence for sentence in sentences if sentence.endswith("?")]
    if len(asked) == len(sentences):
        return block.text if len(block.text) <= MAX_QUESTION else ""
    return asked[0] if len(asked) == 1 and len(sentences) >= 3 else ""


def _question(text: str, block: Block) -> Claim:
    return Claim("research_questions", ResearchQuestion(question=text), text, "text", "question", 0.5, where(block))
