"""What a person can do, one function each: actor first, one transaction, an audit row."""
