"""The closing line of ./test."""
import unittest

from count_tests import summary


def log(*programs):
    return "Start testing\n" + "".join(
        f"{number}/{len(programs)} Testing: name\nOutput:\n{output}\n<end of output>\n{result}\n"
        for number, (output, result) in enumerate(programs, 1))


OK, BAD = "Test Passed.", "Test Failed."


class CountTests(unittest.TestCase):
    def test_rows(self):
        for name, programs, line in (
                ("Qt", [("Totals: 7 passed, 0 failed, 0 skipped, 0 blacklisted, 9ms", OK)], "7 passed, 0 failed"),
                ("Qt that fails", [("Totals: 7 passed, 2 failed, 1 skipped, 0 blacklisted", BAD)], "7 passed, 2 failed, 1 skipped"),
                ("Qt that crashes after all passed", [("Totals: 7 passed, 0 failed, 0 skipped", BAD)], "7 passed, 1 failed"),
                ("Qt that crashes", [("PASS : tst_A::b()", BAD)], "0 passed, 1 failed"),
                ("Python", [("Ran 5 tests in 2.240s\n\nOK", OK)], "5 passed, 0 failed"),
                ("Python that skips", [("Ran 5 tests in 2s\n\nOK (skipped=2)", OK)], "3 passed, 0 failed, 2 skipped"),
                ("Python that fails", [("Ran 7 tests in 1s\n\nFAILED (failures=1, errors=2)", BAD)], "4 passed, 3 failed"),
                ("Python with many subtests", [("Ran 1 test in 1s\n\nFAILED (failures=5)", BAD)], "0 passed, 5 failed"),
                ("Node", [("# tests 9\n# pass 8\n# fail 0\n# skipped 1", OK)], "8 passed, 0 failed, 1 skipped"),
                ("a program that does not count", [("fine", OK)], "1 passed, 0 failed"),
                ("several", [("Totals: 1 passed, 0 failed, 0 skipped", OK), ("fine", OK), ("", BAD)], "2 passed, 1 failed"),
                ("nothing", [], "0 passed, 0 failed")):
            with self.subTest(name):
                self.assertEqual(summary(log(*programs)), line)


if __name__ == "__main__":
    unittest.main()
