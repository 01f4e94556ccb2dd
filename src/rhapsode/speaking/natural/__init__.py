"""The engine `natural`: English voices of a small neural model, hibari, on one processor core."""
