"""What a toolkit is: its models, its strict reading, its expressions and the rules it must keep."""
