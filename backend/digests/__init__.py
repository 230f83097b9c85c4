"""What opinions come to: digest items, experts, batches, results and answers."""
