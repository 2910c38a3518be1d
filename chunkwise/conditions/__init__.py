"""Conditions: examples run on other servers, event loops, proxies and versions, since a claim may hold on one only."""
