/* The limit that the engine's ingest is measured against: a prepared insert of (metric, step, ordinal, value, time) into a clustered
   table, in one transaction; and one transaction a point; and reading the first 10,000 and 100,000 of them in order, with steps, values and times.
   Usage: insert <database> <points> <transactions>. Prints four times in seconds. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
int sqlite3_open(const char *, sqlite3 **);
int sqlite3_exec(sqlite3 *, const char *, void *, void *, void *);
int sqlite3_prepare_v2(sqlite3 *, const char *, int, sqlite3_stmt **, void *);
int sqlite3_bind_int64(sqlite3_stmt *, int, long long);
int sqlite3_bind_double(sqlite3_stmt *, int, double);
int sqlite3_step(sqlite3_stmt *);
int sqlite3_reset(sqlite3_stmt *);
int sqlite3_finalize(sqlite3_stmt *);
long long sqlite3_column_int64(sqlite3_stmt *, int);
double sqlite3_column_double(sqlite3_stmt *, int);

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void insert(sqlite3_stmt *s, long long step) {
    sqlite3_bind_int64(s, 1, 1);
    sqlite3_bind_int64(s, 2, step);
    sqlite3_bind_int64(s, 3, step);
    sqlite3_bind_double(s, 4, drand48());
    sqlite3_bind_int64(s, 5, step * 10000);
    if (sqlite3_step(s) != 101) exit(2);
    sqlite3_reset(s);
}

struct point { long long step, time; double value; };

static double reading(sqlite3 *db, long long points) {
    struct point *all = malloc(points * sizeof *all);
    sqlite3_stmt *s;
    long long n = 0;
    double start = now();
    if (sqlite3_prepare_v2(db, "SELECT step, value, time FROM p WHERE metric = 1 AND step < ? ORDER BY step, ordinal", -1, &s, 0)) exit(2);
    sqlite3_bind_int64(s, 1, points);
    while (sqlite3_step(s) == 100 && n < points) {
        all[n].step = sqlite3_column_int64(s, 0);
        all[n].value = sqlite3_column_double(s, 1);
        all[n++].time = sqlite3_column_int64(s, 2);
    }
    sqlite3_finalize(s);
    double taken = now() - start;
    free(all);
    return taken;
}

int main(int argc, char **argv) {
    if (argc != 4) return 1;
    sqlite3 *db;
    sqlite3_stmt *s;
    long long points = atoll(argv[2]), transactions = atoll(argv[3]), i;
    if (sqlite3_open(argv[1], &db)) return 2;
    sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0;"
        "CREATE TABLE p (metric INTEGER, step INTEGER, ordinal INTEGER, value, time INTEGER, PRIMARY KEY (metric, step, ordinal)) WITHOUT ROWID", 0, 0, 0);
    if (sqlite3_prepare_v2(db, "INSERT INTO p VALUES (?, ?, ?, ?, ?)", -1, &s, 0)) return 2;
    double start = now();
    sqlite3_exec(db, "BEGIN IMMEDIATE", 0, 0, 0);
    for (i = 0; i < points; i++) insert(s, i);
    sqlite3_exec(db, "COMMIT", 0, 0, 0);
    double middle = now();
    for (; i < points + transactions; i++) {
        sqlite3_exec(db, "BEGIN IMMEDIATE", 0, 0, 0);
        insert(s, i);
        sqlite3_exec(db, "COMMIT", 0, 0, 0);
    }
    double end = now();
    double ten = reading(db, 10000), hundred = reading(db, 100000);
    printf("%.9f %.9f %.9f %.9f\n", middle - start, end - middle, ten, hundred);
    return 0;
}
