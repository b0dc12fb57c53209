"""A file to its text: .txt, .docx, .pdf, .xlsx, .xls, or a reason why not."""
