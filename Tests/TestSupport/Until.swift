/// Lets others go on until something is the case; the suite's time limit ends what never comes.
package func until(_ condition: () -> Bool) async {
    while !condition(), !Task.isCancelled {
        await Task.yield()
    }
}
