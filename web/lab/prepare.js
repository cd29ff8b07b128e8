// The worker's very first import: makes the room ready before Pyodide's own code looks around.

// Pyodide 314 takes a worker with importScripts for one it cannot use, and probes it while it is being evaluated.
// @ts-ignore
self.importScripts = undefined;

// The page allows one Trusted Types policy, by the name of "app". Taking the name here leaves none to a learner's
// code, so that nothing can make the address of a further worker or script.
// @ts-ignore
self.trustedTypes?.createPolicy("app", {});
