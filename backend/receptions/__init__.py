"""Reception days (接待日): published with slots, booked without a login, talked and told what became of it."""
