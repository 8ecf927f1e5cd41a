"""What nano can do, measured: cases never trained on, an independent judge, numbers with intervals."""
