# A Python that has started already and forks for each program: the interpreter's start and the standard library's
# imports are paid once. A program that runs in a fork finds what it would find in an interpreter of its own: its
# arguments, its working directory, its environment, its module path, and a __main__ module with nothing in it.
#
# One request a line on standard input, as JSON; two answers a line on standard output: the process, then its status.
import _imp, atexit, gc, importlib.machinery, io, json, os, random, runpy, sys, threading, types

for name in (
    "abc argparse ast bisect collections collections.abc contextlib copy csv dataclasses datetime decimal difflib enum "
    "fractions functools hashlib heapq html inspect io itertools json linecache logging math operator pathlib pprint "
    "re shutil signal sqlite3 statistics string subprocess tempfile textwrap time tokenize traceback types typing "
    "unicodedata unittest unittest.main unittest.mock uuid zoneinfo"
).split():
    try:
        importlib.import_module(name)
    except ImportError:
        pass

PATH = [entry for entry in sys.path if entry]
BARE = [entry for entry in PATH if "site-packages" not in entry and "dist-packages" not in entry]


compiled = {}


def compile_ahead(folder):
    """Compiles the sources of a repository that were not met before; the fork finds them compiled."""
    for place, folders, names in os.walk(folder):
        for name in names:
            if name.endswith(".py"):
                path = os.path.join(place, name)
                # It is not the program that reads here: see reads.rs.
                with open(os.open(path, os.O_RDONLY | getattr(os, "O_NOATIME", 0)), "rb") as file:
                    source = file.read()
                if source not in compiled:
                    try:
                        compiled[source] = compile(source, path, "exec", dont_inherit=True)
                    except (SyntaxError, ValueError):
                        compiled[source] = None


def source_to_code(self, data, path, *, _optimize=-1):
    code = compiled.get(bytes(data))
    if code is None:
        return compile_source(self, data, path, _optimize=_optimize)
    # It was compiled where an earlier repository lay.
    _imp._fix_co_filename(code, path)
    return code


compile_source = importlib.machinery.SourceFileLoader.source_to_code
importlib.machinery.SourceFileLoader.source_to_code = source_to_code


def become(job):
    os.setpgid(0, 0)
    os.chdir(job["cwd"])
    os.environ.clear()
    os.environ.update(job["env"])
    output = os.open(job["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    os.close(output)
    os.close(nothing)
    out_errors, err_errors = sys.stdout.errors, sys.stderr.errors
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)
    raw = io.BufferedWriter(io.FileIO(1, "w", closefd=False))
    sys.stdout = sys.__stdout__ = io.TextIOWrapper(raw, encoding="utf-8", errors=out_errors)
    raw = io.BufferedWriter(io.FileIO(2, "w", closefd=False))
    sys.stderr = sys.__stderr__ = io.TextIOWrapper(raw, encoding="utf-8", errors=err_errors, line_buffering=True)
    random.seed()
    sys.modules["__main__"] = types.ModuleType("__main__")
    sys.modules["__main__"].__builtins__ = __builtins__
    if job["module"]:
        sys.path[:] = [job["cwd"], *PATH]
        sys.argv[:] = ["-m", *job["arguments"]]
        return lambda: runpy._run_module_as_main(job["name"])
    sys.path[:] = [os.path.dirname(job["name"]), job["cwd"], *BARE]
    sys.argv[:] = [job["name"], *job["arguments"]]

    def script():
        names = sys.modules["__main__"].__dict__
        names.update(__file__=job["name"], __spec__=None, __cached__=None)
        with open(job["name"], "rb") as file:
            code = compile(file.read(), job["name"], "exec")
        exec(code, names)

    return script


def status_of(run):
    try:
        run()
    except SystemExit as end:
        if end.code is None:
            return 0
        if isinstance(end.code, int):
            return end.code & 0xFF
        print(end.code, file=sys.stderr)
        return 1
    except BaseException as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename == "<string>":
            trace = trace.tb_next
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        return 1
    return 0


def run_and_leave(job):
    status = 1
    try:
        status = status_of(become(job))
        threading._shutdown()
        atexit._run_exitfuncs()
    finally:
        # Whatever went wrong on the way out, what was printed is kept.
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                pass
        os._exit(status)


gc.collect()
gc.freeze()
answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
while True:
    request = sys.stdin.readline()
    if not request:
        break
    job = json.loads(request)
    compile_ahead(job["cwd"])
    if not job["module"]:
        compile_ahead(os.path.dirname(job["name"]))
    process = os.fork()
    if process == 0:
        os.close(answers.fileno())
        run_and_leave(job)
    answers.write(f"{process}\n")
    _, ended = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(ended)
    answers.write(f"{code if code >= 0 else 128 - code}\n")
