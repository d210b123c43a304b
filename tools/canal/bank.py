"""The near bank: cobbles, trees, lamps, and what stands close to us."""

from __future__ import annotations

import numpy as np
from PIL import Image

from canal.bicycle import bicycle
from canal.board import BOARD_AT, notice_board
from canal.colour import IRON
from canal.lamps import lamp_post, lantern
from canal.noise import Floats, fold, fractal, sample, smoothstep
from canal.quay import quay_wall
from canal.sheet import Sheet
from canal.stage import (
    EYE_M,
    FOCAL_PX,
    HAZE,
    HAZE_M,
    LAMP,
    QUAY_M,
    SUPER,
    VANISHING,
    Part,
    Stage,
    detail,
    hung,
    plane,
    standing,
    vector,
)
from canal.trees import tree
from canal.walker import walker

LAMP_AT = vector(1.12, QUAY_M, 6.6)
LAMP_HEIGHT_M = 3.35
FAR_LAMPS_M = (35.0, 24.0, 15.0)


def paint_right_quay(stage: Stage) -> None:
    """Cobbles and an edge of granite, shining a little under the lamp."""
    left = 0.3
    wall = Sheet(56, QUAY_M, 40)
    quay_wall(wall, np.random.default_rng(71))
    hung(wall, vector(left, 0, 60), vector(0, 0, -56), vector(0, QUAY_M, 0))(stage)
    top = int((VANISHING[1] + FOCAL_PX * (EYE_M - QUAY_M) / 60) * SUPER)
    x, z = plane(QUAY_M, top)
    begin = int(VANISHING[0] * SUPER)
    x, z = x[:, begin:], z[:, begin:]
    rgb = np.where((x < left + 0.5)[..., None], granite(x - left, z), cobbles(x, z))
    rgb *= ground_light(x, z)
    air = (1 - np.exp(-z / HAZE_M))[..., None]
    rgb += (HAZE.astype(np.float32) - rgb) * air
    patch = Image.fromarray(np.clip(rgb, 0, 255).astype(np.uint8))
    mask = Image.fromarray(np.where(x > left, 255, 0).astype(np.uint8))
    stage.image.paste(patch, (begin, top), mask)
    stage.glow.paste(0, (begin, top, begin + mask.width, top + mask.height), mask)


def cobbles(x: Floats, z: Floats) -> Floats:
    """Rows of rounded setts, each of its own grey, (..., 3)."""
    each = np.random.default_rng(72).normal(0, 1, (64, 64)).astype(np.float32)
    down = z / 0.125
    row = np.floor(down).astype(np.int32)
    along = x / 0.18 + 0.5 * (row % 2) + 0.22 * each[row % 64, 7]
    column = np.floor(along).astype(np.int32)
    u, v = along - column - 0.5, down - row - 0.5
    dome = (1 - (2.02 * np.abs(u)) ** 6) * (1 - (2.02 * np.abs(v)) ** 6)
    visible = np.exp(-((z / 16) ** 2))
    relief = 0.40 + 0.60 * np.clip(dome, 0, 1) ** 0.8 + 0.14 * u - 0.18 * v
    factor = 1 + (relief - 0.86 + 0.12 * each[row % 64, column % 64] + 0.10 * grit(x, z)) * visible
    tinge = 5 * each[(row + 9) % 64, column % 64][..., None] * np.array([1, 0, -1])
    grey = np.array([138, 126, 120], np.float32)
    return np.asarray(factor[..., None] * (grey + tinge), np.float32)


def grit(x: Floats, z: Floats) -> Floats:
    """The roughness of hewn stone, about -1..1."""
    rough = fractal(np.random.default_rng(74), 512, 512, (14, 14), 4, 0.7)[..., None]
    return sample(rough, fold(x * 240, 512), fold(z * 240, 512))[..., 0]


def granite(across: Floats, z: Floats) -> Floats:
    """The edge of the quay: long pale blocks with worn joints, (..., 3)."""
    block = np.floor(z / 1.3).astype(np.int32)
    each = np.random.default_rng(73).normal(0, 1, 64).astype(np.float32)
    joint = np.abs(z / 1.3 - block - 0.5) > 0.488
    rim = 0.8 + 0.2 * smoothstep(0, 0.05, across) - 0.25 * smoothstep(0.46, 0.5, across)
    rough = 1 + 0.07 * grit(across, z) * np.exp(-((z / 14) ** 2))
    factor = rim * rough * (1 + 0.06 * each[block % 64]) * np.where(joint, 0.6, 1)
    return np.asarray(factor[..., None] * np.array([150, 140, 132], np.float32))


SHADOWS = (  # x, z and radius at the foot of things
    (1.12, 6.6, 0.30),
    (1.0, 6.8, 0.22),
    (1.95, 7.9, 0.25),
    (1.27, 4.95, 0.16),
    (2.45, 4.95, 0.16),
    (2.35, 22.5, 0.4),
    (2.88, 22.2, 0.4),
)


def ground_light(x: Floats, z: Floats) -> Floats:
    """Sky light, less under the tree and at the foot of things, and lamp light, (..., 3)."""
    shadow = 0.45 * np.exp(-(((x - 5) / 3.4) ** 2) - ((z - 11) / 8) ** 2)
    for at_x, at_z, radius in SHADOWS:
        shadow += 0.4 * np.exp(-((x - at_x) ** 2 + (z - at_z) ** 2) / radius**2)
    far2 = (x - LAMP_AT[0]) ** 2 + (z - LAMP_AT[2]) ** 2
    pool = 1.0 / (1 + far2 / 3.4) ** 1.5 * (1 - 0.8 * board_shadow(x, z))
    for lamp_z in FAR_LAMPS_M:
        pool += 0.62 / (1 + ((x - 1.12) ** 2 + (z - lamp_z) ** 2) / 2.6) ** 1.3
    near = smoothstep(2.6, 5.4, z)
    sky_part = (0.62 * (1 - np.clip(shadow, 0, 0.8)) * (0.72 + 0.28 * near))[..., None]
    warm = (pool * (1 - np.clip(shadow, 0, 0.5)))[..., None] * (LAMP / 255).astype(np.float32)
    return np.asarray(sky_part * np.array([0.86, 0.9, 1.06], np.float32) + warm, np.float32)


def board_shadow(x: Floats, z: Floats) -> Floats:
    """Where the notice board keeps the light of the lamp from the ground, 0..1."""
    to_board = (LAMP_AT[2] - BOARD_AT[2]) / np.maximum(LAMP_AT[2] - z, 0.1)
    height = (LAMP_HEIGHT_M + 0.25) * (1 - to_board)
    across = np.abs(LAMP_AT[0] + (x - LAMP_AT[0]) * to_board - BOARD_AT[0])
    inside = smoothstep(0.34, 0.5, height) * (1 - smoothstep(2.1, 2.3, height))
    return np.asarray(inside * (1 - smoothstep(0.62, 0.74, across)) * (z < BOARD_AT[2]), np.float32)


def right_bank() -> list[Part]:
    """Trees and lamps beside the right quay, far to near, then the things close to us."""
    parts: list[Part] = []
    for number, (x, z, height) in enumerate(((3.4, 40, 8.0), (4.3, 29, 8.4), (5.4, 20, 9.0))):
        rng = np.random.default_rng([81, number])
        grown = tree(rng, height, height * 1.1, 14000, 0.11, detail(z))
        lamp_m = FAR_LAMPS_M[number]
        post = Sheet(1.0, 4.4, detail(lamp_m))
        lamp_post(post, 0.5, 0, 3.35)
        parts += [
            standing(grown, vector(x, QUAY_M, z)),
            standing(post, vector(1.12, QUAY_M, lamp_m)),
        ]
    big = tree(np.random.default_rng(91), 9.2, 13.0, 56000, 0.075, detail(11.5), (2.5, 5.0))
    parts.append(standing(big, vector(6.0, QUAY_M, 11.5)))
    walkers = (
        (2.35, 22.5, (46, 50, 66), (166, 74, 60)),
        (2.88, 22.2, (104, 78, 66), (206, 186, 150)),
    )
    parts += [
        standing(walker(coat, scarf, detail(z)), vector(x, QUAY_M, z))
        for x, z, coat, scarf in walkers
    ]
    return [*parts, bicycle(), near_lamp(), notice_board()]


def near_lamp() -> Part:
    """The lamp that lights the board, with the turnings of its post."""
    sheet = Sheet(1.2, 4.4, detail(LAMP_AT[2]))
    x, high = 0.6, LAMP_HEIGHT_M
    for low, top, width in ((0, high, 0.075), (0, 0.75, 0.13), (0, 0.16, 0.24), (0.75, 0.82, 0.19)):
        sheet.line([(x, low), (x, top)], IRON, width)
        shine = x + width * 0.22
        sheet.line([(shine, low), (shine, top)], (96, 82, 74), width * 0.22)
    sheet.line([(x - 0.26, high - 0.28), (x + 0.26, high - 0.28)], IRON, 0.035)
    lantern(sheet, x, high, 0.52)
    return standing(sheet, LAMP_AT)
