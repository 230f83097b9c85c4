"""What repeats, heaps up, or has risen."""
