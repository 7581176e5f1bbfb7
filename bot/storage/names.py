"""How a group knows its members: by the name that each chose for it, else by their usual one."""

from sqlalchemy import func

from bot.storage.tables import learners, members

name_there = func.coalesce(func.nullif(members.c.name, ""), learners.c.name)
shown_name = name_there.label("shown")
