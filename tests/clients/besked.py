"""What the runner and the clients change in a besked: its BeskedId."""
import re
import uuid

BESKED_ID = re.compile(rb"(BeskedId>(?:\s|<!--.*?-->)*<\w*:?UUIDIdentifikator>)([^<]*)", re.S)


def besked_id(besked):
    return BESKED_ID.search(besked).group(2)


def with_fresh_id(besked):
    """The besked with another BeskedId."""
    fresh = str(uuid.uuid4()).encode("ascii")
    changed, count = BESKED_ID.subn(lambda found: found.group(1) + fresh, besked, count=1)
    if count != 1:
        raise RuntimeError("no BeskedId in the besked")
    return changed
