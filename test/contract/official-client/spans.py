"""Lists spans with Arize's own Python client, as its users do, and prints what it made of them as JSON."""

import json
import os
import sys
from datetime import datetime

from arize import ArizeClient

question = json.loads(sys.argv[1])
client = ArizeClient(
    api_key=os.environ["ARIZE_API_KEY"],
    api_host="127.0.0.1",
    api_port=int(question["port"]),
    api_scheme="http",
)
times = {name: datetime.fromisoformat(question[name]) for name in ("start_time", "end_time")}
pages, cursor = [], None
while True:
    page = client.spans.list(**question["arguments"], **times, cursor=cursor)
    pages.append([span.to_dict() for span in page.spans])
    cursor = page.pagination.next_cursor
    if not page.pagination.has_more:
        break
print(json.dumps(pages, default=str))
