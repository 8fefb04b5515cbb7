"""Jupyter's own test suite for kernels, told how to say things in C#."""
import unittest

import jupyter_kernel_test


class HepbookTests(jupyter_kernel_test.KernelTests):
    kernel_name = "hepbook"
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("oops");'
    completion_samples = [
        {"text": "Console.WriteLin", "matches": {"WriteLine"}},
        {"text": "Math.Sqr", "matches": {"Sqrt"}},
    ]
    complete_code_samples = ["1 + 1", "var x = 1;", "int F(int v)\n{\n    return v;\n}"]
    incomplete_code_samples = ["int F(int v)\n{", "Math.Max(1,", "/* open"]
    invalid_code_samples = ["var x = );", "}"]
    code_generate_error = 'throw new Exception("no");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"te" + "xt"', "result": "text"},
        {"code": '"te" + "xt"', "result": "text"},
        {"code": "6 * 7.5", "result": "45"},
        {"code": 'HTML("<b>bold</b>")', "result": "<b>bold</b>", "mime": "text/html"},
    ]
    code_display_data = [
        {"code": 'display(HTML("<b>bold</b>"));', "mime": "text/html"},
        {"code": 'display("<svg/>", "image/svg+xml");', "mime": "image/svg+xml"},
    ]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.Sqrt"
    code_clear_output = "Hepbook.Hosting.CellContext.Current.ClearOutput();"


if __name__ == "__main__":
    unittest.main(verbosity=2)
