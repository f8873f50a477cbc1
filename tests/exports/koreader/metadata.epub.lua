-- /mnt/onboard/nets.sdr/metadata.epub.lua
return {
    ["annotations"] = {
        [1] = {
            ["chapter"] = "1.3 The sigmoid",
            ["color"] = "yellow",
            ["datetime"] = "2024-03-03 09:15:02",
            ["datetime_updated"] = "2024-03-04 10:00:00",
            ["drawer"] = "lighten",
            ["note"] = "Why \"gentle\"?\
Because of $\\sigma'(z) \\le 1/4$.",
            ["page"] = "/body/DocFragment[3]/body/p[2]/text().0",
            ["pageno"] = 12,
            ["pageref"] = "xii",
            ["pos0"] = "/body/DocFragment[3]/body/p[2]/text().0",
            ["pos1"] = "/body/DocFragment[3]/body/p[2]/text().52",
            ["text"] = "It is a gentle judge who never says a thing outright",
            ["text_edited"] = true,
        },
        [2] = {
            ["chapter"] = "2.1 Softmax",
            ["datetime"] = "2024-03-03 09:20:00",
            ["page"] = "/body/DocFragment[4]/body/p[1]/text().0",
            ["pageno"] = 15,
            ["text"] = "in 2.1 Softmax",
        },
        [3] = {
            ["chapter"] = "2.1 Softmax",
            ["datetime"] = "2024-03-03 09:21:00",
            ["note"] = "come back here",
            ["page"] = "/body/DocFragment[4]/body/p[1]/text().0",
            ["pageno"] = 15,
            ["text"] = "in 2.1 Softmax",
        },
        [4] = {
            ["chapter"] = "2.1 Softmax",
            ["datetime"] = "2024-03-03 09:22:00",
            ["drawer"] = "underscore",
            ["page"] = "/body/DocFragment[4]/body/p[2]/text().0",
            ["pos0"] = "/body/DocFragment[4]/body/p[2]/text().0",
            ["pos1"] = "/body/DocFragment[4]/body/p[2]/text().9",
            ["text"] = "lest an exponential go through the ceiling \226\128\148 \z
                of floating point",
        },
    },
    ["doc_pages"] = 40,
    ["doc_path"] = "/mnt/onboard/nets.epub",
    ["doc_props"] = {
        ["authors"] = "Lin Yizhou\
Ada Weber",
        ["identifiers"] = "urn:uuid:0\
ISBN:978-0-00-000271-6",
        ["language"] = "en",
        ["title"] = "Notes on the Mathematics of Neural Networks",
    },
    ["partial_md5_checksum"] = "0123456789abcdef0123456789abcdef",
    ["percent_finished"] = 0.5,
    ["summary"] = {
        ["modified"] = "2024-03-06",
        ["note"] = "Every section can be worked out by hand.",
        ["rating"] = 5,
        ["status"] = "complete",
    },
}
