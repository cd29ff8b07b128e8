// Calls that run a learner's code, or that not every visit needs: they wait for what comes after the start.

export const NEED_LATE = new Set(["load_code", "check_exercise", "trace", "read_table", "try_table", "open_file", "export", "seeds_begin", "surface"]);
