// The helpers live with the tests of the documents; this program links them too.
#include "tests/docs/support.cpp"  // NOLINT(bugprone-suspicious-include)
