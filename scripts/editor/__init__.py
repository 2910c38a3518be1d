"""The editor of the Try pages, bundled once and committed, because a page must not fetch it and few should build it."""
