"""What each command does: the stages in order, from disk to values to disk. One function a command, no words."""
