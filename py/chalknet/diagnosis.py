"""Which term of a training step is wrong: each is judged by what it was made from.

So a wrong dZ is named, and not the dW and db that follow from it.
"""

from types import SimpleNamespace

import numpy as np

from chalknet import causes
from chalknet.causes import Fault, derivative, explain, ratio, same, tried
from chalknet.functions import ACTIVATIONS, LOSSES
from chalknet.probe import pair_of


class Diagnosis:
    """Of a Step that is wrong: its `wrong` holds what does not follow the slopes."""

    def __init__(self, step):
        self.step, self.wrong, self.m = step, step.wrong, step.m
        self.whole, self.forward, self.backward = step.whole, step.forward, step.backward

    def faults(self):
        """In the order of calculation."""
        faults = [*self.in_feedforward(), *self.in_cost()]
        A = self.whole["feedforward"].result if "feedforward" in self.whole else None
        if not faults or finite(A):
            faults += self.in_backprop()
        if self.step.error and not faults:
            faults = [self.stopped()]
        return faults

    def scene(self, at):
        """The matrices of a layer, as they stood in the step."""
        forward, backward = self.forward[at], self.backward.get(at)
        W, b = self.step.start[at]
        A1 = forward.given[0]
        f, d = pair_of(self.step.layers[at])
        s = SimpleNamespace(W=W, b=b, A1=A1, A=forward.result, m=self.m, rate=self.step.rate)
        s.Z = forward.made.get("Z", tried(lambda: W @ A1 + b))
        s.f, s.d, s.activations = f, d, ACTIVATIONS
        s.all_A = [self.step.x, *(call.result for call in self.forward.values())]
        if backward:
            s.made = backward.made
            s.dA = backward.given[0]
            s.W_after = backward.after.get("W", W)
            s.right_dZ = tried(lambda: derivative(d, s.Z, s.dA))
            s.dZ_unseen = "dZ" not in s.made
            s.dZ = s.made.get("dZ", s.right_dZ)
        return s

    def in_feedforward(self):
        faults = []
        A1 = self.step.x
        for at, call in self.forward.items():
            if not same(call.given[0], A1):
                faults.append(self.misled("A1", at, "feedforward"))
            if not call.finished:
                return faults
            s = self.scene(at)
            Z = tried(lambda s=s: s.W @ s.A1 + s.b)
            A = tried(lambda s=s: s.f(s.Z))
            if not same(s.Z, Z):
                faults.append(self.term("Z", at, call, s.Z, Z, causes.in_Z(s)))
            elif A is not None and not same(s.A, A):
                faults.append(self.term("A", at, call, s.A, A, causes.in_A(s)))
            A1 = call.result
        return faults

    def in_cost(self):
        if not self.step.cost_is_wrong:
            return []
        call = self.whole["cost"]
        wanted = self.step.mean_loss(self.step.y, self.whole["feedforward"].result)
        wrong = explain(np.asarray(call.result), np.asarray(wanted), (), self.m, any_factor=True)
        return [self.fault("cost", [], call, call.line_returning(), wrong)]

    def in_backprop(self):
        whole = self.whole.get("backprop")
        if whole is None:
            return []
        faults = []
        for at in reversed(range(len(self.step.layers))):
            call = self.backward.get(at)
            if call is None:
                return faults if self.step.error else [*faults, self.uncalled(at, whole)]
            follows = any((below, name) in self.wrong for below in range(at + 1) for name in "Wb")
            if follows or not call.finished:
                faults += self.arrived(at, call, whole)
            if not finite(call.given[0]):
                return faults
            faults += self.in_layer(at, call)
        return faults

    def arrived(self, at, call, whole):
        """dA, as the layer was given it."""
        if at + 1 in self.backward:
            above = self.backward[at + 1].result
            if above is None or same(call.given[0], above):
                return []
            return [self.misled("dA", at, "backprop")]
        network, y, A = self.step.network, self.step.y, self.whole["feedforward"].result
        s = SimpleNamespace(y=y, A=A, loss=network.loss, d_loss=network.d_loss, losses=LOSSES)
        wanted = tried(lambda: network.d_loss(y, A))
        if not finite(wanted) or same(call.given[0], wanted):
            return []
        wrong = explain(call.given[0], wanted, causes.in_dA(s), self.m)
        return [self.fault("dA", [at], whole, whole.line_setting("dA", first=True), wrong)]

    def in_layer(self, at, call):
        """dZ, dW, db, dA1 and the update, each by what it was made from."""
        s, made = self.scene(at), call.made
        W, b, dA1 = self.doubtful(at, call)
        if not (W or b or dA1) or s.dZ is None:
            return []
        faults = []
        if not s.dZ_unseen and s.right_dZ is not None and not same(s.dZ, s.right_dZ):
            faults.append(self.term("dZ", at, call, s.dZ, s.right_dZ, causes.in_dZ(s)))
            if np.shape(s.dZ) != np.shape(s.right_dZ):
                return faults
        dW = s.dZ @ s.A1.T / self.m
        db = np.sum(s.dZ, axis=1, keepdims=True) / self.m
        for name, doubted, wanted, usual in (
            ("W", W, dW, causes.in_dW(s)),
            ("b", b, db, causes.in_db(s)),
        ):
            found = made.get(f"d{name}", self.step.gradient(at, name))
            if doubted and found is not None and not same(found, wanted):
                faults.append(self.term(f"d{name}", at, call, found, wanted, usual))
        found, wanted = call.result if call.finished else made.get("dA1"), s.W.T @ s.dZ
        if dA1 and (call.finished or found is not None) and not same(found, wanted):
            faults.append(self.term("dA1", at, call, found, wanted, causes.in_dA1(s)))
        for name, doubted, wanted in (("W", W, dW), ("b", b, db)):
            gradient = made.get(f"d{name}")
            if doubted and call.finished and np.shape(gradient) == np.shape(wanted):
                faults += self.update(at, call, s, name, gradient)
        return faults

    def doubtful(self, at, call):
        """Whether W, b and dA1 of a layer are in doubt. What the slopes confirm is not."""
        if not call.finished:
            return True, True, True
        follows = [(at - 1, "W"), (at - 1, "b"), (at, "A1")]
        cut_off = at > 0 and at - 1 not in self.backward
        dA1 = cut_off or any(key in self.wrong for key in follows)
        return (at, "W") in self.wrong, (at, "b") in self.wrong, dA1

    def update(self, at, call, s, name, gradient):
        """Did W (or b) go by -learning_rate times what was found for dW (or db)?"""
        before, after = call.before[name], call.after[name]
        if np.shape(after) != np.shape(before):
            wrong = explain(after, before - s.rate * gradient)
            return [self.fault(name, [at], call, call.line_setting(name), wrong)]
        move, right = before - after, s.rate * gradient
        if same(move, right) or (self.step.has_memory and np.sum(move * gradient) > 0):
            return []
        usual = causes.in_update(s, name, gradient)
        cause, size, text = explain(move, right, usual, any_factor=True)
        rate = ratio(move, gradient)
        if cause in ("factor", "missing_mean", "mean_twice"):
            if self.step.ignores_rate(at, name):
                cause, size = "fixed_rate", f"a rate of {causes.plain(rate)}"
            else:
                cause, rate = "learning_rate", rate / s.rate
        text = causes.about_update(cause, name, rate) or text
        return [self.fault(name, [at], call, call.line_setting(name), (cause, size, text))]

    # Faults

    def term(self, what, at, call, actual, wanted, usual):
        """Of a term: the line is the one that set it."""
        wrong = explain(actual, wanted, usual, self.m)
        line = call.line_setting(what)
        if what in ("dW", "db"):
            line = line or call.line_setting(what[1:])
        if what == "dA1" and wrong[0] in ("wrong_return", "missing"):
            line = call.line_returning()
        return self.fault(what, [at], call, line, wrong, np.size(wanted))

    def fault(self, what, layers, call, line, wrong, numbers=1):
        cause, size, text = wrong
        line = line or call.line_returning() or call.code.co_firstlineno
        return Fault(what, text, cause, size, layers, None, call.file, line, numbers)

    def misled(self, what, at, method):
        """A layer was given something other than what its neighbour made."""
        side, gave, name = ("before", "A", "A") if what == "A1" else ("after", "dA1", "dA")
        text = f"is not what the layer {side} it gave: is its {gave} handed on?"
        call = self.whole[method]
        return self.fault(what, [at], call, call.line_setting(name), ("wrong_chain", "", text))

    def uncalled(self, at, call):
        text = "is never calculated: does the loop in backprop reach that layer?"
        wrong = "not_called", "missing", text
        return self.fault("dA1", [at], call, call.line_setting("dA"), wrong)

    def stopped(self):
        """The code ended in an exception."""
        error = self.step.error
        if causes.place_of(error) is None:
            raise error
        for at, call in [*self.backward.items(), *self.forward.items()]:
            if not call.finished:
                s = self.scene(at)
                if call.method == "feedforward":
                    return causes.failed(error, "feedforward", [at], {"Z": s.W @ s.A1})
                dW, dA1 = tried(lambda s=s: s.dZ @ s.A1.T), tried(lambda s=s: s.W.T @ s.dZ)
                return causes.failed(error, "backprop", [at], {"dW": dW, "dA1": dA1})
        unfinished = [method for method, call in self.whole.items() if not call.finished]
        return causes.failed(error, unfinished[0] if unfinished else "A step", [])

    def unexplained(self):
        """The step is wrong, and every term of it looks right."""
        if not finite(self.step.cost):
            call = self.whole["cost"]
            text = "is not a number: can the loss judge every output of the last activation?"
            wrong = "not_finite", "not a number", text
            return [self.fault("cost", [], call, call.line_returning(), wrong)]
        (at, name), slopes = next(iter(self.wrong.items()))
        call = self.backward.get(at) or self.whole["backprop"]
        found = call.result if name == "A1" else self.step.gradient(at, name)
        size, text = "", "does not follow the slope of the cost."
        if np.shape(found) == slopes.shape:
            size = "{} instead of {}".format(*map(causes.plain, slopes.example(found)))
            text = f"does not follow the slope of the cost ({size})."
        line = call.line_setting(f"d{name}")
        return [self.fault(f"d{name}", [at], call, line, ("unknown", size, text))]


def finite(matrix):
    return matrix is not None and bool(np.all(np.isfinite(matrix)))
