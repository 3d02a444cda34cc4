"""One dossier per patch (一图斑一卷宗, §8.4): its folder tree, its pages, and the volume they are bound to."""
