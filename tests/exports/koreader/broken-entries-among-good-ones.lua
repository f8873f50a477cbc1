return {
    ["annotations"] = {
        [1] = {
            ["datetime"] = "2024-03-03 09:15:02",
            ["drawer"] = "lighten",
            ["pageno"] = 1,
            ["text"] = "before what is broken",
        },
        [2] = {
            ["datetime"] = "2024-03-03 09:16:02",
            ["drawer"] = "lighten",
            ["pageno"] = ???,
            ["text"] = "an entry with a value that is none",
        },
        [3] = {
            ["datetime"] = "2024-03-03 09:17:02",
            ["drawer"] = "lighten",
            ["pageno"] = 3,
            ["text"] = "behind what is broken",
        },
    },
    ["doc_path"] = "/mnt/onboard/nets.epub",
    ["doc_props"] = {
        ["title"] = "The file breaks
