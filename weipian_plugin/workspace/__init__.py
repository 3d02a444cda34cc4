"""The working database: schema, migrations, reading, writing, history. The one room that knows SQL."""
