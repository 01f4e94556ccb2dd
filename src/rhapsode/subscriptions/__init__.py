"""Subscriptions: feeds and folders whose new posts become episodes of the user's own podcast.

`subscription_list` is what is kept, one readable JSON file; `feed_posts` reads a feed and says which of its posts are
new; `polite_web` fetches as a good guest does; `updating.update` does it all, for every subscription once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.lazy_names import opened

if TYPE_CHECKING:
    from rhapsode.subscriptions.feed_discovery import find_feed
    from rhapsode.subscriptions.opml import read_opml, write_opml
    from rhapsode.subscriptions.polite_web import PoliteWeb
    from rhapsode.subscriptions.subscription_list import Subscription, SubscriptionList
    from rhapsode.subscriptions.updating import PostOutcome, update
    from rhapsode.subscriptions.waiting import folder_contents, wait_for_work

_HOMES = {
    "find_feed": "subscriptions.feed_discovery",
    "folder_contents": "subscriptions.waiting",
    "read_opml": "subscriptions.opml",
    "write_opml": "subscriptions.opml",
    "PoliteWeb": "subscriptions.polite_web",
    "Subscription": "subscriptions.subscription_list",
    "SubscriptionList": "subscriptions.subscription_list",
    "PostOutcome": "subscriptions.updating",
    "update": "subscriptions.updating",
    "wait_for_work": "subscriptions.waiting",
}

__all__ = [
    "PoliteWeb",
    "PostOutcome",
    "Subscription",
    "SubscriptionList",
    "find_feed",
    "folder_contents",
    "read_opml",
    "update",
    "wait_for_work",
    "write_opml",
]

__getattr__ = opened("rhapsode", _HOMES)
