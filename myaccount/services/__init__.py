"""Use cases: one public function is one transaction. They take a context and return views."""
