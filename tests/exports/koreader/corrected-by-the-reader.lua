-- we can read Lua syntax here!
return {
    ["annotations"] = {
        [1] = {
            ["chapter"] = "步长",
            ["datetime"] = "2024-06-01 21:10:11",
            ["drawer"] = "lighten",
            ["page"] = "/body/DocFragment[3]/body/p[2]/text().0",
            ["pageno"] = 12,
            ["pos0"] = "/body/DocFragment[3]/body/p[2]/text().0",
            ["pos1"] = "/body/DocFragment[3]/body/p[2]/text().18",
            ["text"] = "步子太大，就会越过谷底。",
        },
    },
    ["custom_props"] = {
        ["authors"] = "林一\
魏二",
        ["language"] = "zh",
        ["series"] = "",
        ["title"] = "梯度的步长",
    },
    ["doc_path"] = "/mnt/onboard/steps_v2.epub",
    ["doc_props"] = {
        ["authors"] = "unknown",
        ["series"] = "Small books on nets",
        ["title"] = "steps_v2",
    },
    ["partial_md5_checksum"] = "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
}
