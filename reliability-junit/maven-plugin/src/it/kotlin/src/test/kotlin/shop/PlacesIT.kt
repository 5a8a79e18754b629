package shop

import dev.reliability.junit.Attack
import dev.reliability.junit.ReliabilityProperty
import dev.reliability.junit.ReliabilityTarget
import dev.reliability.junit.ShutdownAttack
import dev.reliability.junit.SteadyStateProbe
import dev.reliability.local.ManagedProcess
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Nested
import org.junit.jupiter.api.Test

private fun sleeper(): ManagedProcess = ManagedProcess.command("sleep", "300").build()

/** Kotlin keeps what a companion object holds in the class around it. */
class PlacesIT {

    companion object {
        private val process = sleeper()

        @ReliabilityTarget("private")
        private val hidden = sleeper()

        @JvmStatic
        @get:ReliabilityTarget("getter")
        val getter get() = process

        @ReliabilityProperty("wait")
        const val WAIT = "20ms"

        @JvmStatic
        @SteadyStateProbe(every = "20ms")
        fun companion(): Boolean = true
    }

    @ReliabilityTarget("own")
    val own = sleeper()

    @SteadyStateProbe(every = "20ms")
    internal fun mangled() {
    }

    @Test
    @ShutdownAttack(target = "private", duration = "\${wait}")
    internal fun privateProperty(attack: Attack) = assertTrue(attack.bitten())

    @Test
    @ShutdownAttack(target = "getter")
    fun `a getter`(attack: Attack) = assertTrue(attack.bitten())

    @Nested
    inner class Inner {
        @Test
        @ShutdownAttack(target = "own")
        fun property(attack: Attack) = assertTrue(attack.bitten())
    }
}

/** JUnit makes one more instance of it. */
object ObjectIT {

    @ReliabilityTarget("clerk")
    val clerk = sleeper()

    @SteadyStateProbe(every = "20ms")
    fun open(): Boolean = true

    @Test
    @ShutdownAttack(target = "clerk")
    fun holds(attack: Attack) {
        assertTrue(attack.bitten())
    }
}
