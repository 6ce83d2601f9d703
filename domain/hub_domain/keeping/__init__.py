"""What is kept going: tasks with their due times, and what has been released to whom."""
