"""What is registered beside the answers: acts, audits, papers, reviews, lists for others."""
