// Calls that run a learner's code, or need what only that needs: they wait for what comes after the start.

export const NEED_LATE = new Set(["load_code", "check_exercise", "surface"]);
