return {
    ["bookmarks"] = {
        [1] = {
            ["chapter"] = "3.3 Gradient descent",
            ["datetime"] = "2021-05-06 07:08:10",
            ["highlighted"] = true,
            ["notes"] = "On level ground it stops.",
            ["page"] = 31,
            ["text"] = "the saddle!",
        },
        [2] = {
            ["chapter"] = "3.2 The gradient",
            ["datetime"] = "2021-05-06 07:08:09",
            ["highlighted"] = true,
            ["notes"] = "the gradient points where the climb is steepest",
            ["page"] = 30,
            ["text"] = "Page 30 the gradient points where the climb is steepest @ 2021-05-06 07:08:09",
        },
        [3] = {
            ["datetime"] = "2021-05-06 07:09:00",
            ["notes"] = "in 3.3 Gradient descent",
            ["page"] = 33,
        },
        [4] = {
            ["datetime"] = "2021-05-06 07:10:00",
            ["highlighted"] = true,
            ["notes"] = "a highlight that is in the list of bookmarks only",
            ["page"] = 34,
            ["pos0"] = { ["page"] = 34, ["x"] = 1.5, ["y"] = 2, },
            ["pos1"] = { ["page"] = 34, ["x"] = 9.5, ["y"] = 2, },
        },
    },
    ["highlight"] = {
        [30] = {
            [1] = {
                ["chapter"] = "3.2 The gradient",
                ["datetime"] = "2021-05-06 07:08:09",
                ["drawer"] = "lighten",
                ["pos0"] = { ["page"] = 30, ["x"] = 10, ["y"] = 20, ["zoom"] = 1.2, },
                ["pos1"] = { ["page"] = 30, ["x"] = 90, ["y"] = 20, ["zoom"] = 1.2, },
                ["text"] = "the gradient points where the climb is steepest",
            },
        },
        [31] = {
            [1] = {
                ["datetime"] = "2021-05-06 07:08:10",
                ["drawer"] = "invert",
                ["text"] = "On level ground it stops.",
            },
        },
    },
    ["stats"] = {
        ["authors"] = "N/A",
        ["md5"] = "abcdef0123456789abcdef0123456789",
        ["title"] = "Notes on Nets",
    },
}
