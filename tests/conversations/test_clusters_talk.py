"""Clusters: found by name, by state and near by; one becomes mine, and those like it are shown."""

from __future__ import annotations

from tests.conversations.chat import Chat

KNITWEAR = "Cotton knitwear"


async def test_cluster_near_me_becomes_mine(chat: Chat) -> None:
    assert len([label for label in chat.labels() if "🏘" in label]) == 1
    await chat.tap("🏘 Clusters", "📍 Clusters near me")
    assert chat._means("Tiruppur", chat.labels()[0])
    near = chat.labels()
    await chat.tap(near[0], "⬅ Back")
    assert chat.labels() == near
    await chat.tap(near[0])
    assert chat.sees("Source: %(source)s", "Type: %(type)s", "industrial")
    await chat.tap("⭐ This is my cluster")
    assert not any("⭐" in label for label in chat.labels())
    await chat.type("/start")
    await chat.tap("🏘 My cluster")
    assert chat.sees("Tiruppur")
    await chat.tap("⬅ Back")
    assert chat._means("Tiruppur", chat.labels()[0])
    assert (await chat.data())["contact"]["profile"]["cluster"]


async def test_the_same_product_elsewhere(chat: Chat) -> None:
    await chat.type("Tiruppur knitwear")
    await chat.tap(next(label for label in chat.labels() if "🏘" in label and chat._means(KNITWEAR, label)))
    assert chat.sees("Units: about %(n)s (an old figure, about %(year)s)")
    assert "9,000" in chat.text
    assert "seed" not in chat.text
    await chat.tap("👯 The same elsewhere")
    assert any(chat._means("Ludhiana", label) for label in chat.labels()), chat.labels()
    alike = chat.labels()
    await chat.tap(alike[0], "⬅ Back")
    assert chat.labels() == alike


async def test_directory_by_state(chat: Chat) -> None:
    await chat.tap("🏘 Clusters", "🗺 By state")
    state = {"en": "Gujarat", "hi": "गुजरात", "ta": "குஜராத்"}[chat.code]
    await chat.tap(next(label for label in chat.labels() if label.startswith(state)))
    assert len(chat.labels()) == 9  # six of them, next, back and home
    await chat.tap("Next ▶")
    listed = chat.labels()
    await chat.tap(listed[0])
    assert chat.sees("Source: %(source)s")
    await chat.tap("⬅ Back")
    assert chat.labels() == listed
