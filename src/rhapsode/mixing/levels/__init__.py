"""How loud it is and is to be: measuring, the one gain, the limiter, the true peak."""
