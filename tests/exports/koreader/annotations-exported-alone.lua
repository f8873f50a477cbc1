-- /mnt/onboard/Slopes.sdr/Slopes.epub.annotations.lua
return {
    ["annotations"] = {
        [1] = {
            ["chapter"] = "One",
            ["color"] = "yellow",
            ["datetime"] = "2026-09-01 10:00:00",
            ["datetime_updated"] = "2026-09-02 11:30:00",
            ["drawer"] = "lighten",
            ["note"] = "mine",
            ["page"] = "/body/DocFragment[3]/body/div/p[5]/text().0",
            ["pageno"] = 42,
            ["pos0"] = "/body/DocFragment[3]/body/div/p[5]/text().0",
            ["pos1"] = "/body/DocFragment[3]/body/div/p[5]/text().40",
            ["text"] = "downhill",
        },
    },
    ["datetime"] = "2026-09-27 20:15:00",
    ["device_id"] = "a1b2c3",
    ["paging"] = false,
}
