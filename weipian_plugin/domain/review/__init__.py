"""How a higher office looks again: samples, agreement, intervals, states, what an office hands over."""
