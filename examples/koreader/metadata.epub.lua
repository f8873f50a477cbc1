-- /mnt/onboard/神经网络的数学随笔.sdr/metadata.epub.lua
return {
    ["annotations"] = {
        [1] = {
            ["chapter"] = "4.1 链式法则",
            ["color"] = "green",
            ["datetime"] = "2026-06-09 22:10:05",
            ["datetime_updated"] = "2026-06-09 22:11:40",
            ["drawer"] = "lighten",
            ["note"] = "$\\frac{dy}{dx} = \\frac{dy}{du}\\frac{du}{dx}$，齿轮比喻正好。",
            ["page"] = "/body/DocFragment[5]/body/p[2]/text().36",
            ["pageno"] = 19,
            ["pos0"] = "/body/DocFragment[5]/body/p[2]/text().36",
            ["pos1"] = "/body/DocFragment[5]/body/p[2]/text().78",
            ["text"] = "总的转速比等于每一对齿轮转速比的乘积，中间有多少对都不要紧",
        },
        [2] = {
            ["chapter"] = "5.1 通用近似定理",
            ["datetime"] = "2026-06-09 22:30:00",
            ["page"] = "/body/DocFragment[6]/body/p[1]/text().0",
            ["pageno"] = 25,
            ["text"] = "in 5.1 通用近似定理",
        },
        [3] = {
            ["chapter"] = "5.1 通用近似定理",
            ["color"] = "yellow",
            ["datetime"] = "2026-06-09 22:31:18",
            ["drawer"] = "lighten",
            ["page"] = "/body/DocFragment[6]/body/p[1]/text().120",
            ["pageno"] = 25,
            ["pos0"] = "/body/DocFragment[6]/body/p[1]/text().120",
            ["pos1"] = "/body/DocFragment[6]/body/p[1]/text().135",
            ["text"] = "定理只说存在，没说怎样学到。",
        },
    },
    ["doc_pages"] = 26,
    ["doc_path"] = "/mnt/onboard/神经网络的数学随笔.epub",
    ["doc_props"] = {
        ["authors"] = "林一舟",
        ["language"] = "zh",
        ["title"] = "神经网络的数学随笔",
    },
    ["partial_md5_checksum"] = "5f0d3c1a9b8e7d6c5b4a392817061524",
    ["percent_finished"] = 1,
    ["summary"] = {
        ["modified"] = "2026-06-10",
        ["status"] = "complete",
    },
}
