"""附表3 卫片执法情况汇总分析报告: what it says, as docx from a template and as PDF."""
