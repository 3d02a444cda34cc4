"""What the operating system says of files and disks, in Chinese: it says it in English whatever language is shown."""

from __future__ import annotations

import errno
import os
import re
from typing import Dict

_ZH: Dict[str, str] = {
    "ENOENT": "文件或文件夹不存在", "EISDIR": "这是文件夹，不是文件", "ENOTDIR": "路径中有一段不是文件夹",
    "EACCES": "没有权限", "EPERM": "不允许这样操作", "EROFS": "磁盘是只读的", "EEXIST": "已有同名文件或文件夹",
    "ENOTEMPTY": "文件夹不是空的", "ENOSPC": "磁盘空间不足", "EDQUOT": "超出磁盘配额", "EFBIG": "文件太大",
    "EIO": "磁盘读写出错", "EBUSY": "正被占用", "ETXTBSY": "正被占用", "EAGAIN": "暂时不可用，请重试",
    "ENAMETOOLONG": "文件名或路径太长", "ELOOP": "快捷链接循环指向", "EMFILE": "打开的文件太多",
    "ENFILE": "打开的文件太多",
    "ENODEV": "设备不存在", "ENXIO": "设备不存在", "EXDEV": "不能跨磁盘移动", "EINVAL": "文件名或参数无效",
    "ETIMEDOUT": "网络超时", "ESTALE": "网络文件已失效，请重新打开", "EHOSTDOWN": "网络上的计算机没有开机",
    "EHOSTUNREACH": "网络不通", "ENETUNREACH": "网络不通", "ECONNREFUSED": "网络连接被拒绝",
    "ECONNRESET": "网络连接中断",
    "ENOTCONN": "网络连接中断", "EPIPE": "连接中断", "ENOMEM": "内存不足",
}
_BY_WORDS: Dict[str, str] = {os.strerror(getattr(errno, name)): zh for name, zh in _ZH.items() if hasattr(errno, name)}
_FULL = re.compile(r"\[Errno \d+\] (?P<words>[^:]+)(?P<rest>: .*)?", re.DOTALL)


def in_chinese(text: str) -> str:
    """``text`` where it is what the system said of a failure, alone or as Python tells it; anything else as it is."""
    told = _FULL.fullmatch(text)
    if told is None:
        return _BY_WORDS.get(text, text)
    words = told["words"].strip()
    return _BY_WORDS[words] + (told["rest"] or "") if words in _BY_WORDS else text
